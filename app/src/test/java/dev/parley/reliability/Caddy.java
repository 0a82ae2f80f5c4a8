package dev.parley.reliability;

import dev.parley.support.TestRedis;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Caddy with {@code deploy/Caddyfile}. */
public final class Caddy implements Balancer.Kind {
    private static final String SITE = "\n:8080 {";
    private static final String INSTANCES = "parley-1:7070 parley-2:7070";

    private final String program = Programs.require("caddy");
    private final int adminPort = TestRedis.freePort();
    private final String scheme;

    private Caddy(String scheme) {
        this.scheme = scheme;
    }

    public static Caddy plain() {
        return new Caddy("http");
    }

    /** As it is in public, but with a certificate of its own making, which it does not ask this machine to trust. */
    static Caddy withTls() {
        return new Caddy("https");
    }

    @Override
    public String configuration(int port, List<Integer> instances, Path directory) {
        String addresses =
                instances.stream().map(instance -> "127.0.0.1:" + instance).collect(Collectors.joining(" "));
        String options = "{\nadmin 127.0.0.1:" + adminPort + "\nskip_install_trust\nauto_https disable_redirects\n}\n";
        String site = "\n" + scheme + "://127.0.0.1:" + port + " {" + (scheme.equals("https") ? "\ntls internal" : "");
        return options
                + Texts.replace(Texts.replace(Checkout.text("deploy/Caddyfile"), SITE, site), INSTANCES, addresses);
    }

    @Override
    public List<String> startCommand(Path configuration, Path directory) {
        return List.of(program, "run", "--adapter", "caddyfile", "--config", configuration.toString());
    }

    @Override
    public List<String> reloadCommand(Path configuration, Path directory) {
        return List.of(
                program,
                "reload",
                "--force", // though nothing has changed
                "--address",
                "127.0.0.1:" + adminPort,
                "--adapter",
                "caddyfile",
                "--config",
                configuration.toString());
    }

    @Override
    public int plainAnswer() {
        return scheme.equals("https") ? 400 : 200;
    }
}
