package dev.parley.http.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.owasp.encoder.Encode;

/**
 * What the page says in one language before any script has come: of the same tables that the scripts have ({@code js/words}), so that
 * nothing is said twice, or is said otherwise a moment later.
 */
final class Words {
    static final String ENGLISH = "en";

    /** Those that there is a table of. */
    static final List<String> LANGUAGES = List.of(ENGLISH, "de", "es");

    private static final JsonMapper TABLES = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int LONGEST = 200;

    private final Map<String, Object> table = new HashMap<>();

    /** @param language of {@link #LANGUAGES} */
    Words(Assets assets, String language) {
        for (String file : language.equals(ENGLISH) ? List.of("en", "en-page") : List.of(language)) {
            table.putAll(table(assets.lean("js/words/" + file + ".js").text()));
        }
        table.put("lang", language);
    }

    /** Of what a browser's {@code Accept-Language} asks for, the best that there is, else English. */
    static String languageFor(String accepted) {
        if (accepted == null || accepted.length() > LONGEST) {
            return ENGLISH;
        }
        try {
            String found = Locale.lookupTag(Locale.LanguageRange.parse(accepted), LANGUAGES);
            return found == null ? ENGLISH : found;
        } catch (IllegalArgumentException noList) {
            return ENGLISH;
        }
    }

    /** A text, with the room in its place. */
    String say(String key, String room) {
        return text(key).replace("{room}", room);
    }

    /** A page with all its {@code {{key}}} said. */
    String fill(String html) {
        return PLACE.matcher(html)
                .replaceAll(place -> Matcher.quoteReplacement(Encode.forHtmlAttribute(text(place.group(1)))));
    }

    private String text(String key) {
        if (table.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalStateException("no words for " + key);
    }

    /** A module that is nothing but one object of texts. */
    private static Map<String, Object> table(String module) {
        try {
            String object = module.substring(module.indexOf('{'), module.lastIndexOf('}') + 1);
            return TABLES.readValue(object, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a table of words that is no list of texts", e);
        }
    }
}
