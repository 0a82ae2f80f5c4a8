package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.support.Http;
import dev.parley.support.Programs;
import dev.parley.support.Recorder;
import dev.parley.support.Secrets;
import dev.parley.support.Signer;
import dev.parley.support.TestRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines that docs/identity.md shows for Rails and Spring, as they stand there, with the libraries that they are for; of the frameworks
 * themselves there is as much as they touch. Run by {@code bin/test --clients}, which says {@code -Dparley.frameworks=rails,spring}, or
 * which of them this machine can't have.
 */
class DocumentedFrameworks {
    private static final List<String> HERE =
            List.of(System.getProperty("parley.frameworks", "").split(",", -1));

    @TempDir
    Path directory;

    @Test
    void whatRailsMakesLetsItsUserInTellsThemAndSendsThemAway() throws IOException {
        assumeTrue(HERE.contains("rails"), "bin/test --clients runs it, where there is Ruby");
        String lines = shown("ruby", "before_action");
        int later = lines.indexOf("Redis.new");
        try (TestRedis redis = TestRedis.own();
                TestInstance chat = TestInstance.start(
                        redis,
                        "chat:",
                        "--token-key=" + Signer.keyFile(Signer.SECRET),
                        "--api-keys=" + Signer.keyFile(Signer.KEY_SETTING))) {
            String program = RAILS.replace("CONTROLLER", lines.substring(0, later))
                    .replace("LATER", lines.substring(later))
                    .replace("https://chat.example.com", "http://127.0.0.1:" + chat.port());
            Files.writeString(directory.resolve("application.rb"), program);
            ProcessBuilder ruby = program(List.of(Programs.ruby().toString(), "application.rb"));
            ruby.environment().put("PARLEY_KEY", Signer.KEY);
            ruby.environment().put("REDIS_URL", redis.uri().toString());
            Process rails = ruby.start();
            try (BufferedReader said = rails.inputReader(StandardCharsets.UTF_8)) {
                String token = Secrets.note(said.readLine());
                Recorder stream = Recorder.open(
                        chat.port(), "/subscribe/everyone,user-42:activities", "Cookie", "__Secure-parley=" + token);
                assertAna(stream);
                rails.getOutputStream().write('\n');
                rails.getOutputStream().flush();
                stream.awaitText("Paid");
                assertEquals(
                        "revoked",
                        stream.awaitEvent("bye").json().path("reason").textValue());
            } finally {
                rails.destroyForcibly();
            }
        }
    }

    @Test
    void whatSpringMakesLetsItsUserIn() throws IOException {
        assumeTrue(HERE.contains("spring"), "bin/test --clients runs it, where it has built its Java clients");
        Files.writeString(directory.resolve("Application.java"), SPRING.replace("BEANS", shown("java", "@GetMapping")));
        Path classPath = Path.of("..", "clients", "java", "target", "classpath");
        Process spring = program(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Files.readString(classPath).strip(),
                        "Application.java"))
                .start();
        try (BufferedReader said = spring.inputReader(StandardCharsets.UTF_8);
                ClosedChat chat = new ClosedChat()) {
            String cookie = Secrets.note(said.readLine());
            assertTrue(cookie.endsWith("; Path=/; Domain=example.com; Secure; HttpOnly; SameSite=Lax"), cookie);
            String[] shown = {"Cookie", cookie.replaceFirst(";.*", "")};
            try (Recorder stream =
                    Recorder.open(chat.instances.one.port(), "/subscribe/everyone,user-42:mail", shown)) {
                assertAna(stream);
            }
            Http.Answer others = chat.other().get("/user-43:mail", shown);
            assertEquals(403, others.status());
        } finally {
            spring.destroyForcibly();
        }
    }

    private static void assertAna(Recorder stream) {
        var you = stream.awaitEvent("welcome").json().path("you");
        assertEquals("42", you.path("user").textValue());
        assertEquals("Ana", you.path("name").textValue());
    }

    /** With the secret, and its complaints among the tests'. */
    private ProcessBuilder program(List<String> command) {
        ProcessBuilder program = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        program.environment().put("PARLEY_TOKEN_KEY", Signer.SECRET);
        return program;
    }

    /** All blocks of a language in which a word stands. */
    private static String shown(String language, String word) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "identity.md"), StandardCharsets.UTF_8);
        return Pattern.compile("```" + language + "\n(.+?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains(word))
                .findFirst()
                .orElseThrow();
    }

    private static final String RAILS = """
            require "json"
            require "jwt"
            require "active_support"
            require "active_support/core_ext"
            require "redis"
            require "net/http"

            User = Struct.new(:id, :name)

            class ApplicationController
              def self.before_action(*, **) = nil
              def current_user = User.new(42, "Ana")
              def cookies = (@cookies ||= {})

            CONTROLLER
            end

            controller = ApplicationController.new
            controller.chat_token
            puts controller.cookies.fetch("__Secure-parley").fetch(:value)
            $stdout.flush
            gets
            user = controller.current_user
            LATER
            """;

    private static final String SPRING = """
            import com.nimbusds.jose.jwk.source.ImmutableSecret;
            import java.nio.charset.StandardCharsets;
            import java.time.Instant;
            import org.springframework.beans.factory.annotation.Value;
            import org.springframework.context.annotation.Bean;
            import org.springframework.http.HttpHeaders;
            import org.springframework.http.ResponseCookie;
            import org.springframework.http.ResponseEntity;
            import org.springframework.security.core.annotation.AuthenticationPrincipal;
            import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
            import org.springframework.security.oauth2.jwt.JwsHeader;
            import org.springframework.security.oauth2.jwt.JwtClaimsSet;
            import org.springframework.security.oauth2.jwt.JwtEncoder;
            import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
            import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
            import org.springframework.web.bind.annotation.GetMapping;

            public class Application {
                record AppUser(String id, String name) {}

                public static void main(String[] args) {
                    Application application = new Application();
                    JwtEncoder encoder = application.jwtEncoder(System.getenv("PARLEY_TOKEN_KEY"));
                    ResponseEntity<Void> answer = application.chatToken(new AppUser("42", "Ana"), encoder);
                    System.out.println(answer.getHeaders().getFirst(HttpHeaders.SET_COOKIE));
                }

            BEANS
            }
            """;
}
