import { Module } from '@nestjs/common';
import { StatusListsController } from './http/status-lists.controller.js';

/** Serves the lists; a worker publishes them with `publishStatusLists`. */
@Module({ controllers: [StatusListsController] })
export class StatusModule {}
