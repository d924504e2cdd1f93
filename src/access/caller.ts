import type { FastifyRequest } from 'fastify';

/** A program of an organisation, by its own access token. */
export interface ClientCaller {
  kind: 'client';
  clientId: string;
  organisationId: string;
  /** Unified social credit code of the organisation. */
  creditCode: string;
  /** `department`, `hospital`, `bank`, `school`, `official`, `auditor`, `operator`. */
  role: string;
  /** What the token says and the client still holds. */
  scopes: ReadonlySet<string>;
}

/** A signed-in holder. */
export interface HolderCaller {
  kind: 'holder';
  citizenId: string;
  /** Blind index of the holder, 32 bytes, and its lower-case hex as row security takes it. */
  holderKey: Buffer;
  holderKeyHex: string;
  scopes: ReadonlySet<string>;
}

export type Caller = ClientCaller | HolderCaller;

const key = Symbol('caller');
type Request = FastifyRequest & { [key]?: Caller };

export const attachCaller = (request: FastifyRequest, caller: Caller): void => {
  (request as Request)[key] = caller;
};

/** Who asks; undefined for anybody. Only the gate attaches a caller, after it checked the token. */
export const callerOf = (request: FastifyRequest): Caller | undefined => (request as Request)[key];
