import { setFlagsFromString } from 'node:v8';

/*
 * Left alone, V8 lets the heap of a busy server grow to several times of what lives in it before it collects. Twice is enough for the
 * same throughput; with less, a collection comes so often that one request in a hundred meets it. No hard limit: that would end
 * a process under a flood.
 */
setFlagsFromString('--heap-growing-percent=100');

/*
 * V8 watches where objects that live long are made, and makes all later ones of that place among the old. What a verification reads is made
 * in the same place whether a memory keeps it or nobody does, so a memory that fills at the start sends 3 to 10 KB of every later
 * request there, to die where only a whole collection finds it.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
