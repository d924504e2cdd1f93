/** The files of a mirror, by their path below it; undefined for one that it does not have. */
export interface MirrorFiles {
  read(path: string): Promise<Buffer | undefined>;
  /** The widest partial file of an entry bundle that there is, when the mirror can tell. */
  widest?(path: string): Promise<Buffer | undefined>;
}
