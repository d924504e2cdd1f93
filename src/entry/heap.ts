import { setFlagsFromString } from 'node:v8';

/*
 * Left alone, V8 lets the heap of a busy server grow to several times of what lives in it before it collects. Twice is enough for the
 * same throughput; with less, a collection comes so often that one request in a hundred meets it. No hard limit: that would end
 * a process under a flood.
 */
setFlagsFromString('--heap-growing-percent=100');
