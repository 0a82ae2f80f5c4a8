package dev.parley.http.page;

import dev.parley.channel.ChannelName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.owasp.encoder.Encode;

/** {@code index.html} as a channel's page, in one language: with the version of its files, the channel's name, and what was said last in it. */
final class Document {
    private static final String TITLE = "<title>Parley</title>";
    private static final String DESCRIPTION = "<meta name=\"description\" content=\"\">";
    private static final String ROOM = "<bdi id=\"room-name\"></bdi>";
    private static final String ROWS = "<ol class=\"rows\" role=\"list\"></ol>";
    private static final String PRELOAD = "  <link rel=\"modulepreload\" href=\"/assets/js/app.js\">\n";
    private static final String HEAD_ENDS = "</head>";
    private static final String FILES = "\"/assets/";

    private final Words words;
    private final String html;

    /**
     * @param language of {@link Words#LANGUAGES}
     * @param signIn where people sign in; null for nowhere
     */
    Document(Assets assets, String language, String signIn) {
        words = new Words(assets, language);
        String page = Assets.page();
        List.of(TITLE, DESCRIPTION, ROOM, ROWS, HEAD_ENDS, FILES).forEach(part -> requirePart(page, part));
        String more = PRELOAD
                + (language.equals(Words.ENGLISH) ? "" : PRELOAD.replace("app", "words/" + language))
                + (signIn == null ? "" : meta("name", "parley-sign-in", signIn));
        html = words.fill(page).replace(HEAD_ENDS, more + HEAD_ENDS).replace(FILES, FILES + assets.version() + '/');
    }

    /** Without what was said. */
    String of(ChannelName channel) {
        return with(channel, words.say("talkIn", channel.value()), ROWS);
    }

    /** With what was said last. */
    String of(ChannelName channel, Rows rows) {
        return with(channel, rows.newest().orElseGet(() -> words.say("nothingSaidIn", channel.value())), rows.html());
    }

    private String with(ChannelName channel, String description, String rows) {
        String title = channel.value() + " · Parley";
        return html.replace(TITLE, "<title>" + Encode.forHtml(title) + "</title>")
                .replace(DESCRIPTION, preview(title, description))
                .replace(ROOM, ROOM.replace("></", '>' + Encode.forHtml(channel.value()) + "</"))
                .replace(ROWS, rows); // last, so that nothing is replaced in what people said
    }

    /** What programs show of a link to it (Open Graph). */
    private static String preview(String title, String description) {
        return Stream.of(
                        meta("name", "description", description),
                        meta("property", "og:site_name", "Parley"),
                        meta("property", "og:type", "website"),
                        meta("property", "og:title", title),
                        meta("property", "og:description", description))
                .collect(Collectors.joining())
                .strip();
    }

    private static String meta(String kind, String name, String content) {
        return "  <meta " + kind + "=\"" + name + "\" content=\"" + Encode.forHtmlAttribute(content) + "\">\n";
    }

    private static void requirePart(String page, String part) {
        if (!page.contains(part)) {
            throw new IllegalStateException("index.html lacks " + part);
        }
    }
}
