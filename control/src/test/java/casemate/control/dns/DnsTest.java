package casemate.control.dns;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.dns.Dns.Answer;
import casemate.testkit.TestClock;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DnsTest {
    @Test
    void what_is_there_is_told_apart_from_nothing_and_from_nobody_knowing() {
        try (LocalDns server = new LocalDns();
                SystemDns dns = new SystemDns(server.address())) {
            server.put("shop.test", Dns.Type.A, "192.0.2.7", "192.0.2.8");
            server.put("shop.test", Dns.Type.AAAA, "2001:db8::7");
            server.put("shop.test", Dns.Type.MX, "10 mail.shop.test.");
            server.put("_casemate.shop.test", Dns.Type.TXT, "casemate=abc", "two words");
            server.put("www.shop.test", Dns.Type.CNAME, "shop.test");
            assertThat(found(dns, "shop.test", Dns.Type.A)).containsExactlyInAnyOrder("192.0.2.7", "192.0.2.8");
            assertThat(found(dns, "shop.test", Dns.Type.AAAA)).hasSize(1);
            assertThat(found(dns, "shop.test", Dns.Type.MX)).containsExactly("10 mail.shop.test.");
            assertThat(found(dns, "_casemate.shop.test", Dns.Type.TXT)).contains("casemate=abc");
            assertThat(found(dns, "www.shop.test", Dns.Type.CNAME)).containsExactly("shop.test.");
            assertThat(dns.ask("shop.test", Dns.Type.TXT)).isEqualTo(new Answer.Nothing());
            assertThat(dns.ask("nobody.test", Dns.Type.A)).isEqualTo(new Answer.Nothing());
            assertThat(dns.ask("not a name/..", Dns.Type.A)).isEqualTo(new Answer.Nothing());
            server.broken(true);
            assertThat(dns.ask("shop.test", Dns.Type.A)).isEqualTo(new Answer.Unknown());
        }
    }

    @Test
    void a_server_that_is_not_there_costs_little_and_is_left_alone_for_a_while() {
        TestClock clock = TestClock.at("2026-03-01T12:00:00Z");
        URI address;
        try (LocalDns gone = new LocalDns()) {
            address = gone.address();
        }
        try (SystemDns silent = new SystemDns(address)) {
            RememberedDns dns = new RememberedDns(silent, clock);
            long begun = System.nanoTime();
            assertThat(dns.ask("shop.test", Dns.Type.MX)).isEqualTo(new Answer.Unknown());
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
        try (LocalDns server = new LocalDns();
                SystemDns back = new SystemDns(server.address())) {
            RememberedDns dns = new RememberedDns(back, clock);
            server.broken(true);
            dns.ask("shop.test", Dns.Type.MX);
            int asked = server.asked();
            dns.ask("other.test", Dns.Type.MX);
            assertThat(server.asked()).as("left alone").isEqualTo(asked);
            server.broken(false);
            clock.advance(Duration.ofSeconds(31));
            server.put("shop.test", Dns.Type.MX, "10 mail.shop.test");
            assertThat(dns.ask("shop.test", Dns.Type.MX)).isInstanceOf(Answer.Found.class);
            int again = server.asked();
            assertThat(dns.ask("shop.test", Dns.Type.MX)).isInstanceOf(Answer.Found.class);
            assertThat(server.asked()).as("remembered").isEqualTo(again);
        }
    }

    private static java.util.List<String> found(Dns dns, String name, Dns.Type type) {
        Answer answer = dns.ask(name, type);
        assertThat(answer).as(name).isInstanceOf(Answer.Found.class);
        return ((Answer.Found) answer).values();
    }
}
