create table if not exists invoices (
  id bigint generated always as identity primary key,
  customer text not null,
  cents bigint not null,
  author text not null,
  paid boolean not null default false
);

create table if not exists team (
  user_id text primary key,
  desk text not null
);
