package dev.parley.wire;

import dev.parley.wire.hub.AnyDialect;
import dev.parley.wire.hub.CentrifugoDialect;
import dev.parley.wire.hub.Dialect;
import dev.parley.wire.hub.MercureDialect;
import dev.parley.wire.hub.NchanDialect;
import dev.parley.wire.hub.ParleyDialect;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which server it is, and what has to be known to speak to it. */
final class Dialects {
    /** The servers that are known. */
    enum Name {
        auto,
        parley,
        nchan,
        mercure,
        centrifugo,
        any
    }

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "parley, nchan, mercure, centrifugo, or any: any server that streams to a GET of the URL. By itself:"
                            + " parley for a URL without a path, else what the path is known of, else any.")
    private Name name;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "",
            description = "mercure: that publishers' tokens are signed with (HS256). centrifugo: of the server API.")
    private String key;

    @Option(
            names = "--listen-path",
            paramLabel = "PATH",
            defaultValue = "/sub/{channel}",
            description =
                    "nchan: of subscribers; several channels are joined by commas. ${DEFAULT-VALUE} if not given.")
    private String listenPath;

    @Option(
            names = "--publish-path",
            paramLabel = "PATH",
            defaultValue = "/pub/{channel}",
            description = "nchan: of publishers. ${DEFAULT-VALUE} if not given.")
    private String publishPath;

    Dialect of(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return switch (name == Name.auto ? guess(path) : name) {
            case parley -> new ParleyDialect();
            case nchan -> new NchanDialect(listenPath, publishPath);
            case mercure -> new MercureDialect(path.equals("/") ? "/.well-known/mercure" : path, required("mercure"));
            case centrifugo -> new CentrifugoDialect(required("centrifugo"));
            default -> new AnyDialect(target(url, path));
        };
    }

    private static Name guess(String path) {
        if (path.equals("/")) {
            return Name.parley;
        } else if (path.endsWith("/.well-known/mercure")) {
            return Name.mercure;
        }
        return path.endsWith("/connection/uni_sse") ? Name.centrifugo : Name.any;
    }

    private String required(String dialect) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("--dialect " + dialect + " needs --key KEY");
        }
        return key;
    }

    /** URIs have no braces; they come encoded here. */
    private static String target(URI url, String path) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return (path + query).replace("%7Bchannel%7D", "{channel}");
    }
}
