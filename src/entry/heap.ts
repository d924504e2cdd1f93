import { setFlagsFromString } from 'node:v8';

/*
 * Left alone, V8 lets the heap of a busy server grow to several times of what lives in it before it collects. Twice is enough for the
 * same throughput; with less, a collection comes so often that one request in a hundred meets it. No hard limit: that would end
 * a process under a flood.
 */
setFlagsFromString('--heap-growing-percent=100');

/*
 * V8 watches where objects that live long are made, and makes all later ones of that place among the old. What a verification reads is made
 * in one place whether a memory keeps it or nobody does. In a loop that kept what it read first, a quarter of all later objects went
 * among the old, to die where only a whole collection finds them; in the loaded API the difference is within what two runs differ by.
 */
setFlagsFromString('--no-allocation-site-pretenuring');
