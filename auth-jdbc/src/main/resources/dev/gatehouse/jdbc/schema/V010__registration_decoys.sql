-- What a registration writes when its address is taken, so that it takes as long as one that makes an account: an empty
-- row as wide as one of users, in nearly as many indexes. Maintenance deletes it.

create table ${schema}.registration_decoys (like ${schema}.users) with (fillfactor = 85);
alter table ${schema}.registration_decoys add constraint registration_decoys_pk primary key (id);
create index registration_decoys_email_idx on ${schema}.registration_decoys (email_canonical);
create index registration_decoys_created_idx on ${schema}.registration_decoys (created_at);
create index registration_decoys_status_idx on ${schema}.registration_decoys (status, id);
