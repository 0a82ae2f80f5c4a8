package dev.parley.browser;

import com.microsoft.playwright.options.Cookie;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parley.support.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application that knows its people by a cookie of its own, and sends them to the chat with a token: as a cookie, since both are
 * on one host, or in the address.
 *
 * <p>Threading: answers on threads of its own, which see what the test has said.
 */
final class SignInSite implements AutoCloseable {
    private static final String COOKIE = "app";

    private final HttpServer server;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();

    private record Account(String user, String name, int seconds, boolean inAddress, String grants) {
        String token() {
            Signer signer = Signer.of(user).name(name).from(-1, seconds);
            return (grants == null ? signer : signer.may(grants)).token();
        }
    }

    SignInSite() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sign-in");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /** As the chat's setting has it. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/sign-in";
    }

    /** This person's browser is signed in here, and their tokens last so long. */
    void signIn(Person person, String user, int seconds) {
        signIn(person, user, seconds, false, null);
    }

    /** And they may these only. */
    void signIn(Person person, String user, int seconds, boolean inAddress, String grants) {
        accounts.put(user, new Account(user, person.name(), seconds, inAddress, grants));
        person.browser()
                .addCookies(
                        List.of(new Cookie(COOKIE, user).setDomain("127.0.0.1").setPath("/")));
    }

    /** Nobody is signed in here any more as this user. */
    void forget(String user) {
        accounts.remove(user);
    }

    /** How many it has given. */
    int tokens() {
        return tokens.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Account account = accounts.get(cookie(exchange));
        String back = parameter(exchange.getRequestURI().getRawQuery());
        if (account == null || back == null) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            tokens.incrementAndGet();
            send(exchange, account, back);
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, Account account, String back) throws IOException {
        if (account.inAddress()) {
            exchange.getResponseHeaders().add("Location", back + "#token=" + account.token());
        } else {
            exchange.getResponseHeaders().add("Location", back);
            exchange.getResponseHeaders()
                    .add("Set-Cookie", "parley=" + account.token() + "; HttpOnly; SameSite=Lax; Path=/");
        }
        exchange.sendResponseHeaders(302, -1);
    }

    private static String cookie(HttpExchange exchange) {
        String all = exchange.getRequestHeaders().getFirst("Cookie");
        for (String each : all == null ? List.<String>of() : List.of(all.split("; ", -1))) {
            if (each.startsWith(COOKIE + "=")) {
                return each.substring(COOKIE.length() + 1);
            }
        }
        return "";
    }

    private static String parameter(String query) {
        String start = "return=";
        return query == null || !query.startsWith(start)
                ? null
                : URLDecoder.decode(query.substring(start.length()), StandardCharsets.UTF_8);
    }
}
