import { onScopeDispose, ref } from 'vue';

export type Route = { view: 'licences' } | { view: 'licence' | 'show'; identifier: string } | { view: 'uses' };

/** Reads `#/`, `#/licences/{identifier}`, `#/licences/{identifier}/show` and `#/uses`; anything else is the list. */
export function readRoute(hash: string): Route {
  const [, room, identifier, verb] = hash.replace(/^#/, '').split('/');
  if (room === 'uses') return { view: 'uses' };
  if (room === 'licences' && identifier) return { view: verb === 'show' ? 'show' : 'licence', identifier };
  return { view: 'licences' };
}

/** The page's place, kept in the fragment so that the back key works. */
export function useRoute() {
  const route = ref<Route>(readRoute(location.hash));
  const follow = () => {
    route.value = readRoute(location.hash);
  };
  addEventListener('hashchange', follow);
  onScopeDispose(() => removeEventListener('hashchange', follow));
  return route;
}
