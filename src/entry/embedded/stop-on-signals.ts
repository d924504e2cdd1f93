export interface StopOptions {
  /** ends everything in order */
  stop(): Promise<void>;
  /** asks every child to end, without waiting */
  stopNow(): void;
  /** after which the rest is ended the hard way (default 20 s) */
  limitMs?: number;
}

/**
 * Ends the run on SIGINT, SIGTERM or SIGHUP, once, with exit code 0; at any other exit children are asked to end too.
 * A second signal, when it is not the echo of the first, ends at once.
 * @returns the same orderly end for other causes, with an exit code
 */
export function stopOnSignals(options: StopOptions): (code: number) => Promise<never> {
  let begun: number | undefined;
  let ending: Promise<never> | undefined;
  const endOnce = async (code: number): Promise<never> => {
    begun = performance.now();
    const limit = setTimeout(() => process.exit(1), options.limitMs ?? 20_000);
    let exitCode = code;
    await options.stop().catch((cause: unknown) => {
      process.stderr.write(`Stopping: ${cause instanceof Error ? cause.message : String(cause)}\n`);
      exitCode = 1;
    });
    clearTimeout(limit);
    process.exit(exitCode);
  };
  const end = (code: number): Promise<never> => {
    ending ??= endOnce(code);
    return ending;
  };
  const onSignal = () => {
    // Ctrl-C reaches npm and us, and npm passes it on: the same wish twice.
    if (begun === undefined) void end(0);
    else if (performance.now() - begun > 1_000) process.exit(1);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  process.on('exit', () => options.stopNow());
  return end;
}
