package dev.parley.reliability;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** nginx with {@code deploy/nginx.conf}. */
public final class Nginx implements Balancer.Kind {
    private static final String LISTEN = "listen 8080 ";
    private static final String FIRST = "server parley-1:7070 ";
    private static final String SECOND = "server parley-2:7070 ";

    private final String program = Programs.require("nginx");

    @Override
    public String configuration(int port, List<Integer> instances, Path directory) {
        String real = Checkout.text("deploy/nginx.conf");
        String options = real.substring(real.indexOf(SECOND) + SECOND.length())
                .lines()
                .findFirst()
                .orElseThrow();
        String servers = instances.stream()
                .map(instance -> "server 127.0.0.1:" + instance + " " + options)
                .collect(Collectors.joining("\n"));
        String test = Texts.replace(real, FIRST + options, "");
        test = Texts.replace(test, SECOND + options, servers);
        test = Texts.replace(test, LISTEN, "listen 127.0.0.1:" + port + " ");
        return Texts.replace(test, "http {\n", "http {\n" + temporaryFiles(directory));
    }

    @Override
    public List<String> startCommand(Path configuration, Path directory) {
        return command(configuration, directory, "daemon off;");
    }

    @Override
    public List<String> reloadCommand(Path configuration, Path directory) {
        List<String> reload = new ArrayList<>(command(configuration, directory, ""));
        reload.addAll(List.of("-s", "reload"));
        return reload;
    }

    private List<String> command(Path configuration, Path directory, String more) {
        String own = "pid " + directory.resolve("pid") + "; " + more;
        return List.of(program, "-e", "stderr", "-p", directory.toString(), "-c", configuration.toString(), "-g", own);
    }

    /** Elsewhere than those of the nginx that this machine may run already. */
    private static String temporaryFiles(Path directory) {
        return List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(name -> name + "_temp_path " + directory.resolve(name) + ";\n")
                .collect(Collectors.joining());
    }
}
