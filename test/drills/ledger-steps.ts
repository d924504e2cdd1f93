/** A moment in a worker's life, named by the message that begins or ends it on one of its two wires. */
export interface Step {
  wire: 'sql' | 'rpc' | 'clock';
  /** a prepared statement's name, `NAME:commit` for the commit that follows it, or an RPC method */
  message: string;
  /** killed before the message reaches the other side, or after it was served and before its answer comes back */
  when: 'before' | 'after';
  says: string;
}

const step = (wire: Step['wire'], when: Step['when'], message: string, says: string): Step => ({
  wire,
  message,
  when,
  says,
});

/** Every step between sequence and confirm, in the order of the flow, and any moment at all. */
export const steps: readonly Step[] = [
  step('sql', 'before', 'log-drain-journal', 'sequence: before the journal is drained'),
  step('sql', 'after', 'log-drain-journal', 'sequence: drained, not committed'),
  step('sql', 'after', 'log-drain-journal:commit', 'sequence: committed, not heard of'),
  step('sql', 'after', 'log-entries', 'integrate: entries read, nothing stored'),
  step('sql', 'after', 'log-put-tiles', 'integrate: checkpoint and tiles written, not committed'),
  step('sql', 'after', 'log-drop-narrower-tiles:commit', 'integrate: committed, not heard of'),
  step('rpc', 'before', 'eth_estimateGas', 'publish: before the transaction is made'),
  step('sql', 'after', 'anchor-insert', 'publish: signed bytes written, not committed'),
  step('sql', 'after', 'anchor-insert:commit', 'publish: signed bytes committed, not sent'),
  step('rpc', 'before', 'eth_sendRawTransaction', 'publish: sending, not arrived'),
  step('rpc', 'after', 'eth_sendRawTransaction', 'publish: in the pool, not heard of'),
  step('sql', 'before', 'anchor-sent', 'publish: in the pool, not marked'),
  step('sql', 'after', 'anchor-sent', 'publish: marked as sent, not heard of'),
  step('rpc', 'after', 'eth_getTransactionReceipt', 'confirm: looked for, not judged'),
  step('sql', 'before', 'anchor-mined', 'confirm: mined, not marked'),
  step('sql', 'after', 'anchor-mined', 'confirm: marked as mined, not heard of'),
  step('sql', 'before', 'anchor-final', 'confirm: final, not marked'),
  step('sql', 'after', 'anchor-final', 'confirm: marked as final, not heard of'),
  step('clock', 'after', 'random', 'any moment'),
];

/** Waits for one message on either wire, and springs once. */
export class Trap {
  private armed: { step: Step; spring: () => void } | undefined;

  /** Calls `act` at the step; `disarm` to give up. */
  arm(step: Step, act: () => void): void {
    this.armed = {
      step,
      spring: () => {
        this.armed = undefined;
        act();
      },
    };
  }

  disarm(): void {
    this.armed = undefined;
  }

  /** Whether this message is the one that is waited for, and on which side of it. */
  isFor(wire: Step['wire'], message: string): Step['when'] | undefined {
    const step = this.armed?.step;
    return step?.wire === wire && step.message === message ? step.when : undefined;
  }

  spring(): void {
    this.armed?.spring();
  }
}
