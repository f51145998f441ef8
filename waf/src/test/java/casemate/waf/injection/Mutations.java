package casemate.waf.injection;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// An endless row of inputs near attacks: samples cut, joined and spoilt, and pieces of SQL and HTML in a row. The same
/// seed gives the same row.
final class Mutations {
    private static final int LONGEST_SAMPLE = 300;
    private static final int MOST_PIECES = 12;
    private static final int MOST_CHANGES = 4;

    private static final List<String> SAMPLES = List.of(
            "1' OR '1'='1' -- ",
            "-1 UNION ALL SELECT null,concat(user,0x3a,password),3 FROM mysql.user#",
            "1; IF (1=1) WAITFOR DELAY '0:0:5'--",
            "foo' && sleep(5)/*!50000x*/ and `a`.`b` in (1,2)",
            "x\" or 1e0=1e0 order by 1 limit 1 into outfile 'x",
            "$a$text$a$ q'[x]' n'x' u&'y' \\N _utf8'x' collate utf8_bin {d '2020'}",
            "it's a sentence with - some -- dashes, a # and 50% of (nearly) everything; isn't it?",
            "<a href=\" &#x6a;avascript:x\" onclick='y' style=`z`/><!--[if IE]> --> <!-x> <![CDATA[ ]]> <% %>",
            "\"><svg/onload=alert(1)><set attributeName=xlink:href to=\"data:x\"></a b=c><?xml x?><!DOCTYPE x>",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
            "https://example.com/path/to?page=2&sort=price&q=a+b%20c",
            "{\"id\":12345,\"name\":\"O'Neil\",\"html\":\"<b>bold</b>\"}");

    private static final List<String> PIECES = List.of(
            ("select union all or and not in like is null case end into outfile group by having limit order insert set "
                            + "delete drop exec if user password( database collate utf8_bin _latin1 :: := <=> && || -- "
                            + "--x # /* */ /*! '' \\' $$ $a$ $1,0 0x1f 0x 0b1 1e 1e5 1.5 .5 . 1f 1fu @a @@a @`a` @'a' "
                            + "`a` ` [a] [ {`` {a} \\N \\ n'a' e'a' x'1f' b'01' u&'a' q'(a)' nq'[a]' ( ) , ; varchar "
                            + "sp_password user( 1, -1 + ! ~ current_date <script <svg <a href= style= onclick= onx= "
                            + "xmlns xlink: <!-- --> --!> <!doctype <![CDATA[ ]]> <% %> <? ?> <?import <!entity </a /> "
                            + "> javascript: data: view-source: &#106; &#x6a &#0; &#10; &#x10006a; attributename= values=")
                    .split(" ", -1));

    private static final byte[] SPECIAL =
            "'\"`<>=/*-#;(){}[]\\@$!%&|^~+,.:? \t\n\r\0\013\f\240\377\17701xXbBeEnNqQuUfFdD"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final SplittableRandom random;
    private final List<Bytes> samples = new ArrayList<>();
    private byte[] made = new byte[16 * LONGEST_SAMPLE];
    private int length;

    Mutations(long seed, List<Bytes> more) {
        random = new SplittableRandom(seed);
        SAMPLES.forEach(sample -> samples.add(Bytes.latin1(sample)));
        more.stream()
                .filter(sample -> !sample.isEmpty() && sample.length() <= LONGEST_SAMPLE)
                .forEach(samples::add);
    }

    Bytes next() {
        length = 0;
        int kind = random.nextInt(10);
        if (kind < 6) {
            append(sample());
        } else if (kind < 8) {
            Bytes start = sample();
            Bytes end = sample();
            append(start.slice(0, random.nextInt(start.length() + 1)));
            append(end.slice(random.nextInt(end.length() + 1), end.length()));
        } else {
            pieces();
        }
        int changes = random.nextInt(MOST_CHANGES + 1);
        for (int i = 0; i < changes; i++) {
            change(random.nextInt(length + 1));
        }
        byte[] input = new byte[length];
        System.arraycopy(made, 0, input, 0, length);
        return Bytes.of(input);
    }

    private Bytes sample() {
        return samples.get(random.nextInt(samples.size()));
    }

    private void pieces() {
        int count = 1 + random.nextInt(MOST_PIECES);
        boolean spaced = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            append(piece());
            if (spaced || random.nextInt(3) == 0) {
                append(Bytes.latin1(" "));
            }
        }
    }

    private Bytes piece() {
        return Bytes.latin1(PIECES.get(random.nextInt(PIECES.size())));
    }

    private void append(Bytes bytes) {
        insert(length, bytes);
    }

    private void insert(int at, Bytes bytes) {
        System.arraycopy(made, at, made, at + bytes.length(), length - at);
        System.arraycopy(bytes.array(), bytes.from(), made, at, bytes.length());
        length += bytes.length();
    }

    private void change(int at) {
        byte special = SPECIAL[random.nextInt(SPECIAL.length)];
        switch (random.nextInt(6)) {
            case 0 -> insert(at, Bytes.of(new byte[] {special}));
            case 1 -> insert(at, piece());
            case 2 -> replace(at, special);
            case 3 -> replace(at, (byte) random.nextInt(256));
            case 4 -> {
                int end = Math.min(length, at + 1 + random.nextInt(4));
                System.arraycopy(made, end, made, at, length - end);
                length -= end - at;
            }
            default -> length = at;
        }
    }

    private void replace(int at, byte b) {
        if (at < length) {
            made[at] = b;
        }
    }
}
