package dev.parley.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A site of others, on an origin of its own, with pages that tests write. */
final class ForeignSite implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(String type, String policy, String body) {}

    ForeignSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            Answer answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = answer == null ? new byte[0] : answer.body.getBytes(StandardCharsets.UTF_8);
            if (answer != null) {
                exchange.getResponseHeaders().set("Content-Type", answer.type);
                if (!answer.policy.isEmpty()) {
                    exchange.getResponseHeaders().set("Content-Security-Policy", answer.policy);
                }
            }
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** @param policy its Content-Security-Policy; empty for none */
    ForeignSite page(String path, String policy, String body) {
        String html =
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A page</title></head><body>"
                        + body + "</body></html>";
        return file(path, "text/html", policy, html);
    }

    ForeignSite file(String path, String type, String policy, String body) {
        answers.put(path, new Answer(type, policy, body));
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
