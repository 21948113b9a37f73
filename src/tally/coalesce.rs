/// Sorts by key and adds up what has the same key.
pub(super) fn coalesce<T, K: Ord>(values: &mut Vec<T>, key: impl Fn(&T) -> K, add: impl Fn(&mut T, &T)) {
    values.sort_by_key(&key);
    values.dedup_by(|next, kept| {
        let same = key(next) == key(kept);
        if same {
            add(kept, next);
        }
        same
    });
}
