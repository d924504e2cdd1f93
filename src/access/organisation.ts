export interface Organisation {
  id: string;
  /** Unified social credit code. */
  creditCode: string;
  name: { 'zh-CN': string; en: string };
  kind: 'authority' | 'relying' | 'operator';
}
