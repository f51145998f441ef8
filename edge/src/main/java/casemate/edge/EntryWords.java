package casemate.edge;

/// What the edge says to people who may come in once they have shown something.
record EntryWords(
        String ask,
        String askText,
        String signOnText,
        String password,
        String enter,
        String or,
        String signOn,
        String wrong,
        String tooMany,
        String link,
        String linkText,
        String linkDo,
        String useless,
        String uselessText,
        String failed) {
    private static final EntryWords ENGLISH = new EntryWords(
            "This space is closed to passers-by",
            "Enter the password that its administrator gave to those who may come in.",
            "Sign in with your account to come in.",
            "Password",
            "Come in",
            "or",
            "Sign in with your account",
            "That is not the password. Check capital letters and try again.",
            "Too many tries from your address. Wait ten minutes, then try again.",
            "Let this screen in",
            "From now on this browser gets into the space by itself, without a password, until its administrator ends it. "
                    + "The link works once: open it on the screen that it is for.",
            "Let this screen in",
            "This link does not work any more",
            "It was opened before, or it is too old. Ask the administrator of the space for a new one.",
            "The way in could not be checked just now. Please try again in a minute.");
    private static final EntryWords FRENCH = new EntryWords(
            "Cet espace est fermé aux passants",
            "Saisissez le mot de passe que son administrateur a donné à ceux qui peuvent entrer.",
            "Connectez-vous avec votre compte pour entrer.",
            "Mot de passe",
            "Entrer",
            "ou",
            "Se connecter avec son compte",
            "Ce n’est pas le mot de passe. Vérifiez les majuscules et réessayez.",
            "Trop d’essais depuis votre adresse. Attendez dix minutes, puis réessayez.",
            "Laisser entrer cet écran",
            "Dès lors, ce navigateur entre seul dans l’espace, sans mot de passe, jusqu’à ce que son administrateur y mette "
                    + "fin. Le lien ne sert qu’une fois : ouvrez-le sur l’écran auquel il est destiné.",
            "Laisser entrer cet écran",
            "Ce lien ne fonctionne plus",
            "Il a déjà été ouvert, ou il est trop ancien. Demandez-en un nouveau à l’administrateur de l’espace.",
            "L’entrée n’a pas pu être vérifiée. Réessayez dans une minute.");
    private static final EntryWords POLISH = new EntryWords(
            "Ta przestrzeń jest zamknięta dla przechodniów",
            "Wpisz hasło, które administrator przekazał osobom uprawnionym do wejścia.",
            "Zaloguj się na swoje konto, aby wejść.",
            "Hasło",
            "Wejdź",
            "albo",
            "Zaloguj się na swoje konto",
            "To nie jest właściwe hasło. Sprawdź wielkie litery i spróbuj ponownie.",
            "Zbyt wiele prób z Twojego adresu. Odczekaj dziesięć minut i spróbuj ponownie.",
            "Wpuść ten ekran",
            "Odtąd ta przeglądarka wchodzi do przestrzeni sama, bez hasła, dopóki administrator tego nie zakończy. "
                    + "Odnośnik działa jeden raz: otwórz go na ekranie, dla którego jest przeznaczony.",
            "Wpuść ten ekran",
            "Ten odnośnik już nie działa",
            "Został już otwarty albo jest za stary. Poproś administratora przestrzeni o nowy.",
            "Nie udało się teraz sprawdzić wejścia. Spróbuj ponownie za minutę.");

    static EntryWords in(String language) {
        return switch (language) {
            case "fr" -> FRENCH;
            case "pl" -> POLISH;
            default -> ENGLISH;
        };
    }
}
