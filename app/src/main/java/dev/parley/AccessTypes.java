package dev.parley;

import dev.parley.channel.InvalidInput;
import dev.parley.identity.ApiKeys;
import dev.parley.identity.Grants;
import dev.parley.identity.PrivateNames;
import dev.parley.identity.remote.Authorizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of {@link AccessOptions} are written. What may be a secret is never in an error. */
final class AccessTypes {
    private AccessTypes() {}

    static final class Key implements ITypeConverter<TokenKey> {
        @Override
        public TokenKey convert(String text) {
            return read(text, TokenKey::parse);
        }
    }

    static final class Programs implements ITypeConverter<ApiKeys> {
        @Override
        public ApiKeys convert(String text) {
            return read(text, keys -> ApiKeys.parse(keys.startsWith("@") ? file(keys) : keys));
        }
    }

    static final class GrantList implements ITypeConverter<Grants> {
        @Override
        public Grants convert(String text) {
            return read(text, Grants::parse);
        }
    }

    static final class Privacy implements ITypeConverter<PrivateNames> {
        @Override
        public PrivateNames convert(String text) {
            return read(text, PrivateNames::parse);
        }
    }

    static final class Address implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return read(text, address -> new Authorizer(address, Grants.NONE, PrivateNames.USUAL).toString());
        }
    }

    static final class CookieName implements ITypeConverter<String> {
        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

        @Override
        public String convert(String text) {
            if (!FORM.matcher(text).matches() || text.startsWith("__")) {
                throw new TypeConversionException(
                        "it takes 1 to 64 of A-Z a-z 0-9 _ -, without __Host- or __Secure-, which count anyway; not '"
                                + text + "'");
            }
            return text;
        }
    }

    /** What is written in each part: the part itself, or the contents of the file that it names. */
    static List<String> contents(String text) {
        List<String> contents = new ArrayList<>();
        for (String part :
                text.contains("-----BEGIN") ? new String[] {text} : text.strip().split("\\s+", -1)) {
            contents.add(part.startsWith("@") ? file(part) : part);
        }
        return contents;
    }

    private static String file(String reference) {
        Path file = Path.of(reference.strip().substring(1));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInput("the file " + file + " can't be read");
        }
    }

    private static <T> T read(String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (InvalidInput wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
