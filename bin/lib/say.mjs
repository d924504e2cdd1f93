/** A failure that its operator can mend: one line that says what is wrong and what to do. */
export class StartFault extends Error {}

/** Tells what is under way. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Ends with one line for a known failure; anything else keeps its stack. */
export function fail(cause) {
  process.stderr.write(`${cause instanceof StartFault ? cause.message : (cause?.stack ?? cause)}\n`);
  process.exit(1);
}
