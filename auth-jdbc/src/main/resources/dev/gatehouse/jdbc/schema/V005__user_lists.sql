-- Lists of accounts for administrators: by status newest first, and by status and the beginning of the address. All accounts,
-- the beginning of an address alone and the holders of a role are served by the indexes that are there.
create index users_status_idx on ${schema}.users (status, id);
create index users_status_email_idx on ${schema}.users (status, email_canonical);
