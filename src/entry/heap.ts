import { setFlagsFromString } from 'node:v8';

/*
 * Left alone, V8 lets the heap of a busy server grow to several times of what lives in it before it collects. Half of it, at
 * most, keeps the process near two thirds of the memory at the same throughput. No hard limit: that would end a process under a flood.
 */
setFlagsFromString('--heap-growing-percent=50');
