package casemate.edge;

/// What the edge itself says to a visitor. Each kind has a title and a text in every language.
@SuppressWarnings("ImmutableEnumChecker") // Words is a record of two strings; only its annotation is missing.
enum Page {
    STARTING(
            503,
            "doors",
            new Words(
                    "Your space is opening",
                    "It is starting and will be here in a moment. This page asks again by itself."),
            new Words(
                    "Votre espace s’ouvre",
                    "Il démarre et sera là dans un instant. Cette page se rafraîchit toute seule."),
            new Words(
                    "Twoja przestrzeń się otwiera",
                    "Uruchamia się i za chwilę będzie gotowa. Ta strona odświeża się sama.")),
    SUSPENDED(
            503,
            "barred",
            new Words(
                    "This space is suspended",
                    "Its data is safe. If it is yours, sign in to the customer area to bring it back."),
            new Words(
                    "Cet espace est suspendu",
                    "Ses données sont en sûreté. S’il est à vous, connectez-vous à l’espace client pour le rétablir."),
            new Words(
                    "Ta przestrzeń jest zawieszona",
                    "Jej dane są bezpieczne. Jeśli należy do Ciebie, zaloguj się do strefy klienta, aby ją przywrócić.")),
    STOPPED(
            503,
            "barred",
            new Words(
                    "This space is stopped",
                    "Its administrator has stopped it. Its data is safe, and it can be started again in the customer area."),
            new Words(
                    "Cet espace est arrêté",
                    "Son administrateur l’a arrêté. Ses données sont en sûreté ; l’espace client permet de le redémarrer."),
            new Words(
                    "Ta przestrzeń jest zatrzymana",
                    "Zatrzymał ją administrator. Dane są bezpieczne; można ją ponownie uruchomić w strefie klienta.")),
    UNREACHABLE(
            502,
            "dark",
            new Words(
                    "No answer from this space",
                    "The application could not be reached. It is being looked after; please try again in a minute."),
            new Words(
                    "Cet espace ne répond pas",
                    "L’application est injoignable. On s’en occupe ; réessayez dans une minute."),
            new Words(
                    "Ta przestrzeń nie odpowiada",
                    "Nie udało się połączyć z aplikacją. Zajmujemy się tym; spróbuj ponownie za minutę.")),
    TOO_SLOW(
            504,
            "dark",
            new Words(
                    "This space takes too long",
                    "The application was reached but did not answer in time. Please try again in a minute."),
            new Words(
                    "Cet espace met trop de temps",
                    "L’application a été jointe mais n’a pas répondu à temps. Réessayez dans une minute."),
            new Words(
                    "Ta przestrzeń odpowiada zbyt długo",
                    "Połączono się z aplikacją, ale nie odpowiedziała na czas. Spróbuj ponownie za minutę.")),
    TOO_MANY(
            429,
            "barred",
            new Words(
                    "Too many requests at once",
                    "More came from your network than the entrance lets through in a second. Please wait a moment and try again."),
            new Words(
                    "Trop de requêtes à la fois",
                    "Votre réseau en a envoyé plus que l’entrée n’en laisse passer par seconde. Attendez un instant et réessayez."),
            new Words(
                    "Zbyt wiele żądań naraz",
                    "Z Twojej sieci przyszło więcej, niż wejście przepuszcza w ciągu sekundy. Odczekaj chwilę i spróbuj ponownie.")),
    BUSY(
            503,
            "barred",
            new Words(
                    "The entrance is crowded",
                    "More visitors than usual are coming in, and those already inside go first. Please try again in half a minute."),
            new Words(
                    "Il y a foule à l’entrée",
                    "Les visiteurs sont plus nombreux que d’habitude et ceux déjà entrés passent d’abord. Réessayez dans une demi-minute."),
            new Words(
                    "Przy wejściu jest tłok",
                    "Przychodzi więcej osób niż zwykle, a te, które już są w środku, mają pierwszeństwo. Spróbuj za pół minuty.")),
    /// Also what those get whom an instance does not let in: nobody learns which it was.
    UNKNOWN(
            404,
            "empty",
            new Words(
                    "Nothing to see from here",
                    "No space has this address, or it does not open from where you are. Check how the address is written; "
                            + "if your organisation lets people in from its own network only, connect to that first."),
            new Words(
                    "Rien à voir d’ici",
                    "Aucun espace n’a cette adresse, ou il ne s’ouvre pas d’où vous êtes. Vérifiez l’adresse ; si votre "
                            + "organisation n’ouvre que depuis son propre réseau, connectez-vous d’abord à celui-ci."),
            new Words(
                    "Stąd nic nie widać",
                    "Żadna przestrzeń nie ma tego adresu albo nie otwiera się z miejsca, w którym jesteś. Sprawdź adres; "
                            + "jeśli organizacja wpuszcza tylko z własnej sieci, najpierw się z nią połącz.")),
    MISDIRECTED(
            421,
            "empty",
            new Words(
                    "This question came to the wrong door",
                    "The connection was made for another address. Please open the address again."),
            new Words(
                    "Cette demande a frappé à la mauvaise porte",
                    "La connexion avait été établie pour une autre adresse. Ouvrez l’adresse à nouveau."),
            new Words(
                    "To żądanie trafiło do niewłaściwych drzwi",
                    "Połączenie nawiązano dla innego adresu. Otwórz adres ponownie.")),
    MALFORMED(
            400,
            "empty",
            new Words("This request cannot be read", "It breaks a rule of HTTP. A browser does not send such things."),
            new Words(
                    "Cette requête est illisible", "Elle enfreint une règle de HTTP. Un navigateur n’envoie pas cela."),
            new Words("Tego żądania nie da się odczytać", "Łamie regułę HTTP. Przeglądarka nie wysyła takich żądań.")),
    BANNED(
            403,
            "barred",
            new Words(
                    "Closed to you for a while",
                    "Too much that looks like an attack came from your network address. Please come back later."),
            new Words(
                    "Fermé pour vous un moment",
                    "Trop de demandes ressemblant à une attaque sont venues de votre adresse. Revenez plus tard."),
            new Words(
                    "Chwilowo zamknięte dla Ciebie",
                    "Z Twojego adresu przyszło zbyt wiele żądań podobnych do ataku. Wróć później.")),
    BLOCKED(
            403,
            "barred",
            new Words(
                    "This request was stopped",
                    "The firewall in front of this space took it for an attack. If it was none, tell the administrator this number:"),
            new Words(
                    "Cette requête a été arrêtée",
                    "Le pare-feu de cet espace l’a prise pour une attaque. Si c’est une erreur, donnez ce numéro à l’administrateur :"),
            new Words(
                    "To żądanie zostało zatrzymane",
                    "Zapora tej przestrzeni uznała je za atak. Jeśli to pomyłka, podaj administratorowi ten numer:")),
    NO_TUNNEL(
            501,
            "empty",
            new Words(
                    "No WebSocket here",
                    "This space speaks HTTP/2 and takes no WebSockets. If it is yours, its application has to offer another way."),
            new Words(
                    "Pas de WebSocket ici",
                    "Cet espace parle HTTP/2 et n’accepte pas de WebSocket. S’il est à vous, l’application doit proposer une autre voie."),
            new Words(
                    "Tu nie ma WebSocket",
                    "Ta przestrzeń używa HTTP/2 i nie przyjmuje WebSocketów. Jeśli należy do Ciebie, aplikacja musi dać inną drogę.")),
    REFUSED_METHOD(
            405,
            "empty",
            new Words("This method is not served", "Neither TRACE nor CONNECT has a use here."),
            new Words("Cette méthode n’est pas servie", "Ni TRACE ni CONNECT n’ont d’utilité ici."),
            new Words("Ta metoda nie jest obsługiwana", "Ani TRACE, ani CONNECT nie mają tu zastosowania."));

    /// @param title one short line
    /// @param text what happened and what to do
    record Words(String title, String text) {}

    private final int status;
    private final String motif;
    private final Words english;
    private final Words french;
    private final Words polish;

    Page(int status, String motif, Words english, Words french, Words polish) {
        this.status = status;
        this.motif = motif;
        this.english = english;
        this.french = french;
        this.polish = polish;
    }

    int status() {
        return status;
    }

    /// The words beside the code in the answer's first line (RFC 9110, 15).
    String reason() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 429 -> "Too Many Requests";
            case 421 -> "Misdirected Request";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> throw new IllegalStateException("no reason for " + status);
        };
    }

    /// How the vault in the picture looks: a class of the style sheet.
    String motif() {
        return motif;
    }

    Words in(String language) {
        return switch (language) {
            case "fr" -> french;
            case "pl" -> polish;
            default -> english;
        };
    }
}
