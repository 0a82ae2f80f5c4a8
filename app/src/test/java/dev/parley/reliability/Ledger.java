package dev.parley.reliability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ids that a fleet has heard, with what was said under each. Each gets a small number.
 *
 * <p>Threading: guarded by its fleet.
 */
final class Ledger {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<String> idsWithTwoContents = new HashSet<>();

    int number(String id, String text) {
        Integer known = numbers.putIfAbsent(id, texts.size());
        if (known == null) {
            texts.add(text);
            return texts.size() - 1;
        }
        if (!texts.get(known).equals(text)) {
            idsWithTwoContents.add(id);
        }
        return known;
    }

    /** Empty when nobody has heard one of them. */
    BitSet numbersOf(Collection<String> ids) {
        BitSet all = new BitSet();
        for (String id : ids) {
            Integer number = numbers.get(id);
            if (number == null) {
                return new BitSet();
            }
            all.set(number);
        }
        return all;
    }

    /** Those that nobody has heard are left out. */
    BitSet numbersOfHeard(Collection<String> ids) {
        BitSet all = new BitSet();
        ids.stream().filter(numbers::containsKey).forEach(id -> all.set(numbers.get(id)));
        return all;
    }

    /** Ids under which clients heard different things, or another thing than was acknowledged. */
    int twoContents(Map<String, String> acknowledged) {
        Set<String> different = new HashSet<>(idsWithTwoContents);
        acknowledged.forEach((id, text) -> {
            Integer number = numbers.get(id);
            if (number != null && !texts.get(number).equals(text)) {
                different.add(id);
            }
        });
        return different.size();
    }

    /** What was said: each text as often as it has ids. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** Messages that came under more ids than one. */
    int saidTwice() {
        return texts.size() - new HashSet<>(texts).size();
    }
}
