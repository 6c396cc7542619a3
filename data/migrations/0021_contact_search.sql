-- What contacts are searched and sorted by, without letter case and accents.

alter table contact add column search varchar;
alter table contact add column name_key varchar;
update contact set search = normalised(concat_ws(' ', name, email, title, phone)), name_key = normalised(name);
