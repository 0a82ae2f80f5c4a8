package dev.parley.http.page;

import dev.parley.identity.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the browser client.
 *
 * <p>Threading: may be used by anyone; it never changes, but that it is compressed when it is first asked for.
 */
final class Asset {
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "webmanifest", "application/manifest+json");

    private final String type;
    private final byte[] bytes;
    private byte[] compressed;

    private Asset(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** As it is. */
    static Asset of(String path, byte[] bytes) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException(path + " is of no type that is known here");
        }
        return new Asset(type, bytes);
    }

    /** For browsers, which need no comments and no indentation. */
    Asset lean() {
        boolean isCode = type.startsWith("text/");
        return isCode ? new Asset(type, Lean.of(text()).getBytes(StandardCharsets.UTF_8)) : this;
    }

    /** Of the same type, with another text. */
    Asset with(String text) {
        return new Asset(type, text.getBytes(StandardCharsets.UTF_8));
    }

    String type() {
        return type;
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return bytes;
    }

    /** What tells this content from any other, in hex. */
    String digest() {
        return Digest.of(new String(bytes, StandardCharsets.ISO_8859_1)); // each byte is a character
    }

    /** By gzip. */
    synchronized byte[] compressed() {
        if (compressed == null) {
            compressed = gzip(bytes);
        }
        return compressed;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BestGzip gzip = new BestGzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
