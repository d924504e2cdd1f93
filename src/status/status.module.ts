import { Module } from '@nestjs/common';
import { type Database, SERVICE_DATABASE, SETTINGS, type Settings } from '../platform/index.js';
import { KEYSTORE, type Keystore } from '../signing/index.js';
import { BitstringLists } from './bitstring-lists.js';
import { StatusListsController } from './http/status-lists.controller.js';

/** Serves the lists; a worker publishes them with `publishStatusLists`. */
@Module({
  controllers: [StatusListsController],
  providers: [
    {
      provide: BitstringLists,
      useFactory: ({ pool }: Database, { identity, statusTtlSeconds }: Settings, keystore: Keystore) =>
        new BitstringLists({ pool, key: keystore.ec('status'), identity, ttlSeconds: statusTtlSeconds }),
      inject: [SERVICE_DATABASE, SETTINGS, KEYSTORE],
    },
  ],
})
export class StatusModule {}
