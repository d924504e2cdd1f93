import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AttestationModule } from '../attestation/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { DocumentsModule } from '../documents/index.js';
import {
  BACKLOG,
  type BacklogGuard,
  DATABASE_WATCH,
  type DatabaseWatch,
  PlatformModule,
  type PlatformParts,
} from '../platform/index.js';
import { RegistryModule } from '../registry/index.js';
import { ReuseModule } from '../reuse/index.js';
import { type Keystore, SigningModule } from '../signing/index.js';
import { StatusModule } from '../status/index.js';
import { TrustSource, VerificationModule } from '../verification/index.js';
import { HealthController, WATCHED, type Watched, WITNESSES } from './http/health.controller.js';

export interface AppParts extends PlatformParts {
  keystore: Keystore;
  /** Folder of the built web apps. */
  webRoot: string;
  trustProxy: boolean;
  /** Names of the witnesses that are asked to sign. */
  witnesses?: readonly string[];
}

/** Every room behind one door. */
@Module({ controllers: [HealthController] })
export class AppModule {
  static forRoot({ keystore, witnesses = [], ...platform }: AppParts): DynamicModule {
    const oauth = keystore.ec('oauth');
    return {
      module: AppModule,
      providers: [
        { provide: WITNESSES, useValue: witnesses },
        {
          provide: WATCHED,
          inject: [BACKLOG, TrustSource, DATABASE_WATCH],
          useFactory: (backlog: BacklogGuard, trust: TrustSource, clocks: DatabaseWatch): Watched => ({
            backlog,
            trust,
            clocks,
          }),
        },
      ],
      imports: [
        PlatformModule.forRoot(platform),
        SigningModule.forRoot(keystore),
        AccessModule.forRoot({
          oauthKey: { keyId: oauth.keyId, publicKey: oauth.publicKey, privateJwk: oauth.privateJwk() },
          cookieKeys: [keystore.secret('cookies').toString('base64url')],
          jwks: [keystore.ec('promise').publicKey, keystore.ec('status').publicKey],
        }),
        CatalogueModule,
        RegistryModule,
        AttestationModule.forRoot(),
        StatusModule,
        DocumentsModule,
        VerificationModule,
        ReuseModule,
      ],
    };
  }
}
