-- Sort keys without case and accents, so that the list is sorted as a person reads it without folding 100,000 subjects a request.
alter table plan add column subject_key varchar;
alter table client add column name_key varchar;
update plan set subject_key = normalised(subject);
update client set name_key = normalised(name);
