-- How often the code of an app that waits to be confirmed was typed. Not how often others guess: whoever sets it up has seen its
-- secret.

alter table ${schema}.totp_devices add column tries integer not null default 0;
