package dev.parley.channel;

/** What can be said: checks of text that comes from people. */
final class Text {
    private Text() {}

    /**
     * Characters are code points.
     *
     * @param what the text is, as the beginning of a sentence: {@code Field 'message'}
     * @throws InvalidInput when the text is missing, empty, too long or not text
     */
    static String require(String what, String text, int maxCharacters) {
        if (text == null) {
            throw new InvalidInput(what + " is missing.");
        }
        int characters = text.codePointCount(0, text.length());
        if (characters < 1 || characters > maxCharacters) {
            throw new InvalidInput(what + " has 1 to " + maxCharacters + " characters.");
        }
        if (text.codePoints().anyMatch(Text::isNotText)) {
            throw new InvalidInput(what + " contains U+0000 or half a surrogate pair; send text.");
        }
        return text;
    }

    private static boolean isNotText(int character) {
        return character == 0 || Character.getType(character) == Character.SURROGATE;
    }
}
