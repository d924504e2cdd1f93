#!/bin/sh
# Run once by the postgres image on an empty volume: the four roles, and the database handed to owner.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set owner="$ELICENCE_OWNER_PASSWORD" --set service="$ELICENCE_SERVICE_PASSWORD" \
  --set public="$ELICENCE_PUBLIC_PASSWORD" --set worker="$ELICENCE_WORKER_PASSWORD" <<'SQL'
create role elicence_owner login nosuperuser bypassrls password :'owner';
create role elicence_service login nosuperuser nobypassrls password :'service';
create role elicence_public login nosuperuser nobypassrls password :'public';
create role elicence_worker login nosuperuser nobypassrls password :'worker';
alter database elicence owner to elicence_owner;
SQL
