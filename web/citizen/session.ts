import { computed, ref, shallowRef } from 'vue';
import type { Problem } from '../client/index.js';
import {
  type CitizenConfig,
  finishSignIn,
  isSignInAnswer,
  readConfig,
  revoke,
  SignInFault,
  startSignIn,
  type Tokens,
} from './sign-in.js';

const KEPT = 'elicence.tokens';

/** Who is signed in; tokens live in this tab's session alone. */
const tokens = shallowRef<Tokens | undefined>(keptTokens());
/** Why nobody is signed in: a fault of the sign-in, or `ended` when the server no longer takes the token. */
const fault = ref<SignInFault['code'] | 'ended'>();
const busy = ref(false);
let config: CitizenConfig | undefined;

export const session = {
  signedIn: computed(() => tokens.value !== undefined),
  fault,
  busy,
  token: () => tokens.value?.accessToken ?? '',

  /** Reads the configuration and, on the way back from the login page, the tokens. */
  start: () =>
    guarded(async () => {
      const address = new URL(location.href);
      if (!isSignInAnswer(address)) return;
      // The answer is used up: neither a reload nor the history shall show it again.
      history.replaceState(null, '', '/citizen');
      keepTokens(await finishSignIn(await configured(), address));
    }),

  signIn: () =>
    guarded(async () => {
      const known = await configured();
      const home = new URL(known.redirectUri);
      // The verifier is kept by origin: begun elsewhere, the sign-in could not be finished.
      if (home.origin !== location.origin) location.assign(home.origin + location.pathname);
      else await startSignIn(known);
    }),

  async signOut(): Promise<void> {
    const leaving = tokens.value;
    forget();
    fault.value = undefined;
    if (leaving)
      await configured()
        .then((known) => revoke(known, leaving))
        .catch(() => undefined);
  },

  /** A 401 ends the session; any other problem is the caller's. */
  notice(problem: Problem | undefined): void {
    if (problem?.status !== 401) return;
    forget();
    fault.value = 'ended';
  },
};

async function configured(): Promise<CitizenConfig> {
  config ??= await readConfig();
  return config;
}

async function guarded(act: () => Promise<void>): Promise<void> {
  busy.value = true;
  fault.value = undefined;
  try {
    await act();
  } catch (error) {
    fault.value = error instanceof SignInFault ? error.code : 'refused';
  } finally {
    busy.value = false;
  }
}

function keepTokens(fresh: Tokens): void {
  tokens.value = fresh;
  sessionStorage.setItem(KEPT, JSON.stringify(fresh));
}

function forget(): void {
  tokens.value = undefined;
  sessionStorage.removeItem(KEPT);
  location.hash = '';
}

function keptTokens(): Tokens | undefined {
  const kept = sessionStorage.getItem(KEPT);
  const read: Tokens | undefined = kept ? JSON.parse(kept) : undefined;
  return read && read.expiresAt > Date.now() ? read : undefined;
}
