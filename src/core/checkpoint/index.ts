export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.js';
export { formatNote, type Note, type NoteSignature, noteLimits, parseNote, signNote } from './note.js';
export { formatNoteKey, type NoteKey, noteKeyId, parseNoteKey } from './note-key.js';
export { type CheckpointRefusal, type NoteRefusal, openCheckpoint, verifyNote } from './verify-note.js';
