create table if not exists notes (text text not null);
