package dev.parley.channel;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of people: two that look the same should be the same. So a name is in normal form C, without spaces around it
 * and with single ones inside; what can't be seen, or makes others be read in another order, is refused.
 */
final class PersonName {
    private static final int MAX_CHARACTERS = 64;

    /** Many more than could make up a name in another form. */
    private static final int MAX_RAW_LENGTH = 1_000;

    private static final Pattern SPACES = Pattern.compile("[\\p{Zs}]+");

    /** Letters and symbols that look like nothing: Hangul fillers, an empty braille cell, a grapheme joiner. */
    private static final String INVISIBLE = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private static final String SYSTEM = "system";

    private PersonName() {}

    /**
     * A name as it is known from then on.
     *
     * @param what it is called where it comes from, as the beginning of a sentence
     * @throws InvalidInput when it is missing or no name
     */
    static String of(String what, String text) {
        boolean isFarTooLong = text != null && text.length() > MAX_RAW_LENGTH;
        Text.require(what, text, isFarTooLong ? MAX_CHARACTERS : MAX_RAW_LENGTH);
        if (text.codePoints().anyMatch(PersonName::isControl)) {
            throw new InvalidInput(what + " is one line without control characters.");
        }
        String name = SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
        if (name.codePoints().anyMatch(PersonName::isInvisible)) {
            throw new InvalidInput(
                    what + " has a character that can't be seen, such as a zero-width one or one that turns the"
                            + " direction of text; leave it out.");
        }
        if (name.codePoints().noneMatch(PersonName::isSeen)) {
            throw new InvalidInput(what + " is blank; it has at least one letter, digit or sign.");
        }
        return Text.require(what, name, MAX_CHARACTERS);
    }

    /** Whether it is the name under which what is injected without one is shown. */
    static boolean isSystem(String name) {
        return name.toLowerCase(Locale.ROOT).equals(SYSTEM);
    }

    private static boolean isControl(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** U+FE0F makes an emoji of a sign, and stays. */
    private static boolean isInvisible(int character) {
        int type = Character.getType(character);
        boolean isOtherSelector =
                (character >= 0xFE00 && character <= 0xFE0E) || (character >= 0xE0100 && character <= 0xE01EF);
        return type == Character.FORMAT
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE
                || isOtherSelector
                || INVISIBLE.indexOf(character) >= 0;
    }

    private static boolean isSeen(int character) {
        return !Character.isSpaceChar(character)
                && switch (Character.getType(character)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                        false;
                    default -> true;
                };
    }
}
