package dev.parley.http.page;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was typed, of what was HTML-escaped for the wire: in one pass, so that an entity that somebody typed stays what it was. */
final class Unescaped {
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private static final Pattern ENTITY =
            Pattern.compile("&(?:(amp|lt|gt|quot|apos)|#(\\d{1,7})|#x([0-9a-f]{1,6}));", Pattern.CASE_INSENSITIVE);

    private Unescaped() {}

    static String of(String escaped) {
        return ENTITY.matcher(escaped).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
    }

    private static String character(MatchResult entity) {
        if (entity.group(1) != null) {
            return NAMED.get(entity.group(1).toLowerCase(Locale.ROOT));
        }
        int code =
                entity.group(2) != null ? Integer.parseInt(entity.group(2), 10) : Integer.parseInt(entity.group(3), 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : entity.group();
    }
}
