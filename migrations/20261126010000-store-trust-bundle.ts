import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest trust bundle, which a worker signs and the API serves. Public: nothing in it that is not served by itself. */
export class StoreTrustBundle20261126010000 implements MigrationInterface {
  name = 'StoreTrustBundle20261126010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(bundle);
  }

  async down(): Promise<void> {
    throw new Error('numbers of bundles that people hold are not given twice: drop the database instead');
  }
}

const bundle = `
create table trust_bundle (
  -- one row: the newest
  id boolean primary key default true check (id),
  number bigint not null check (number > 0),
  -- SHA-256 of what it was made of, without its times and the checkpoint
  content_digest bytea not null check (length(content_digest) = 32),
  -- the compact JWS
  bundle text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null
);
grant select on trust_bundle to elicence_service;
grant select, insert, update on trust_bundle to elicence_worker;
`;
