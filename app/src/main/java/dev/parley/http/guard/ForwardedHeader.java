package dev.parley.http.guard;

import java.util.Locale;

/**
 * The header in which a trusted proxy says who its client is. Only one counts: a proxy that sets one passes the other on as it
 * came, and whoever made it up would choose who they are.
 *
 * <p>Both are lists, joined by commas, to whose end each proxy adds what it saw.
 */
public enum ForwardedHeader {
    X_FORWARDED_FOR("X-Forwarded-For", "X-Forwarded-Proto") {
        @Override
        String parameter(String hop, String name) {
            return hop;
        }
    },
    /** RFC 7239. */
    FORWARDED("Forwarded", "Forwarded") {
        @Override
        String parameter(String hop, String name) {
            String begin = name + "=";
            for (String pair : hop.split(";", -1)) {
                String parameter = pair.strip();
                if (parameter.regionMatches(true, 0, begin, 0, begin.length())) {
                    return parameter.substring(begin.length());
                }
            }
            return "";
        }
    };

    final String ofClient;
    final String ofScheme;

    ForwardedHeader(String ofClient, String ofScheme) {
        this.ofClient = ofClient;
        this.ofScheme = ofScheme;
    }

    /** Who the client was, in one part of the list; anything else when it does not say. */
    String client(String hop) {
        return unquoted(parameter(hop, "for"));
    }

    /** How the client spoke, in one part of the list: http or https. */
    String scheme(String hop) {
        return unquoted(parameter(hop, "proto"));
    }

    abstract String parameter(String hop, String name);

    /** As it is written in settings. */
    @Override
    public String toString() {
        return ofClient.toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String text) {
        String value = text.strip();
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }
}
