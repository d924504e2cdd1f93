import { type DynamicModule, Module } from '@nestjs/common';
import type { Keystore } from './keystore/keystore.js';

/** The opened `Keystore`. */
export const KEYSTORE = Symbol('Keystore');

@Module({})
export class SigningModule {
  static forRoot(keystore: Keystore): DynamicModule {
    const providers = [{ provide: KEYSTORE, useValue: keystore }];
    return { module: SigningModule, global: true, providers, exports: providers };
  }
}
