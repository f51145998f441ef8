package casemate.edge;

import casemate.edge.ban.Bans;
import casemate.edge.ban.Offence;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at how requests ended for those who search for weak spots, and keeps outside who is banned: those at one
/// instance only, those whom a trusted proxy names with the request only, and those whose connection was open before.
final class BanGuard implements Guard, Witness {
    /// What [Visit#refused] is told.
    static final String BAN = "ban";

    /// Asking for one of these in vain is no slip of the pen.
    private static final int PROBE_WEIGHT = 5;
    /// What programs ask for that know nothing of the site: other people's secrets, backups, consoles. Nothing that an
    /// application which can be hosted here serves or links to.
    private static final Set<String> PROBES = Set.of(
            "/.env",
            "/.env.local",
            "/.env.production",
            "/.git/config",
            "/.git/head",
            "/.svn/entries",
            "/.hg/hgrc",
            "/.aws/credentials",
            "/.ssh/id_rsa",
            "/.htpasswd",
            "/.ds_store",
            "/.vscode/sftp.json",
            "/phpmyadmin",
            "/phpmyadmin/index.php",
            "/pma",
            "/adminer.php",
            "/phpinfo.php",
            "/info.php",
            "/wp-config.php.bak",
            "/wp-config.php~",
            "/config.php.bak",
            "/web.config.bak",
            "/backup.sql",
            "/dump.sql",
            "/backup.zip",
            "/backup.tar.gz",
            "/server-status",
            "/actuator/env",
            "/actuator/heapdump",
            "/vendor/phpunit/phpunit/src/util/php/eval-stdin.php",
            "/cgi-bin/luci",
            "/boaform/admin/formlogin",
            "/hnap1",
            "/solr/admin/info/system",
            "/manager/html",
            "/jenkins/login",
            "/shell.php",
            "/autodiscover/autodiscover.json");
    private static final int LONGEST_PROBE = 64;
    /// Of the path, in a ban's evidence.
    private static final int SHOWN_CHARS = 80;

    private final Bans bans;
    private final Pages pages;

    BanGuard(Bans bans, Pages pages) {
        this.bans = bans;
        this.pages = pages;
    }

    @Override
    public @Nullable Receiver stop(Request request) {
        if (!bans.bars(request.client(), request.route().instance())) {
            return null;
        }
        request.visit().refused(BAN);
        request.visitor().last();
        pages.send(request.visitor(), request.head(), Page.BANNED);
        return new Receiver.Discard();
    }

    @Override
    public boolean lets(Request request) {
        return !bans.bars(request.client(), request.route().instance());
    }

    @Override
    public void over(Visit visit) {
        switch (visit.refusedBy()) {
            case BAN -> {}
            // The page says 404, but nobody looked for a page: an office that was left off a list keeps asking.
            case EntryGuard.WORD -> count(visit, Offence.REFUSED, 1);
            case Visit.FIREWALL -> count(visit, Offence.ATTACK, 1);
            default -> answered(visit);
        }
    }

    private void answered(Visit visit) {
        switch (visit.status()) {
            case 404, 410 -> count(visit, Offence.MISSING, isProbe(visit.path()) ? PROBE_WEIGHT : 1);
            case 401 -> count(visit, Offence.REFUSED, 1);
            case 403 -> {
                if (isProbe(visit.path())) {
                    count(visit, Offence.MISSING, PROBE_WEIGHT);
                } else {
                    count(visit, Offence.REFUSED, 1);
                }
            }
            case 429 -> count(visit, Offence.FLOOD, 1);
            default -> {}
        }
    }

    private void count(Visit visit, Offence offence, int weight) {
        bans.offended(visit.client(), offence, weight, () -> where(visit));
    }

    static boolean isProbe(String path) {
        if (path.length() > LONGEST_PROBE) {
            return false;
        }
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return PROBES.contains(plain.toLowerCase(Locale.ROOT));
    }

    private static String where(Visit visit) {
        StringBuilder shown = new StringBuilder(visit.host().orElse("no host"));
        String path = visit.path();
        for (int i = 0; i < Math.min(path.length(), SHOWN_CHARS); i++) {
            char c = path.charAt(i);
            shown.append(c > ' ' && c <= '~' ? c : '?');
        }
        return shown.toString();
    }
}
