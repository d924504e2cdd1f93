export { type AddCheckpoint, formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.js';
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.js';
export {
  type CosignerKey,
  cosign,
  cosignedAt,
  formatCosignerKey,
  parseCosignerKey,
  parseSignatureLines,
} from './cosignature.js';
export { formatNote, formatSignature, type Note, type NoteSignature, noteLimits, parseNote, signNote } from './note.js';
export { formatNoteKey, type NoteKey, noteKeyId, parseNoteKey } from './note-key.js';
export { type CheckpointRefusal, type NoteRefusal, openCheckpoint, verifyNote } from './verify-note.js';
