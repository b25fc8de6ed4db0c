"""What claims look like in each language: regular expressions for whole words, whatever the case. Dated data: extend it freely.

The kinds follow what advertising rules ask proof of: the FTC's Policy Statement Regarding Advertising Substantiation
(https://www.ftc.gov/legal-library/browse/ftc-policy-statement-regarding-advertising-substantiation) and the CAP Code's
sections 3.7 (substantiation), 3.33 (comparisons) and 3.53 (guarantees); the words themselves are our own collection.
English is thorough; German, French and Spanish have the most usual ones. Last looked through: 2026-11-26.
"""

from collections.abc import Mapping
from typing import Final

from workflows.domain.brand import ClaimKind

_PURE: Final = "100 ?%"

ANYWHERE: Final[Mapping[ClaimKind, tuple[str, ...]]] = {
    "numbers": (
        r"[+-]?\d[\d.,]* ?[%‰]",
        r"[$€£¥₹₩₽] ?\d[\d.,]*(?:\s?(?:k|m|mn|bn|tn|million|billion|trillion))?",
        r"\d[\d.,]* ?[$€£¥₹₩₽]",
        r"(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD) ?\d[\d.,]*",
        r"\d[\d.,]* ?(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD)",
        r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+\+?",
        r"\d+\+",
        r"\d+(?:[.,]\d+)? ?[x×]",
        r"\d+(?:[.,]\d+)?(?:k|bn)",
    ),
    "superlatives": (r"# ?1",),
    "comparisons": (r"vs\.?",),
    "guarantees": (),
}
"""In every language."""

CLAIM_WORDS: Final[Mapping[str, Mapping[ClaimKind, tuple[str, ...]]]] = {
    "en": {
        "numbers": (
            r"\d[\d.,]* ?(?:per ?cent|percentage points?|pct|thousand|million|billion|trillion|mn|bn|tn)",
            (
                r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:in|out of)(?: every)? "
                r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)"
            ),
            r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|many)[ -]times",
            r"(?:twice|thrice) (?:as|the)",
            r"(?:doubl|tripl|quadrupl|halv)(?:e|es|ed|ing)",
            r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)-?fold",
            r"(?:half|a third|two[ -]thirds|a quarter|three[ -]quarters) (?:of|as)",
            r"(?:hundreds|thousands|millions|billions) of",
        ),
        "superlatives": (
            (
                r"best(?! (?:wishes|regards|before|practices?|friends?|of luck|man))"
                r"(?<!all the best|at best|(?:our|your|my|his|her|their) best)"
            ),
            r"(?:no\.?|number) ?(?:1|one)",
            r"(?:world|market|industry|class|sector)[ -]leading",
            r"(?:the|a|our|as) leading|(?:market|world|category|global) leaders?",
            r"first[ -]ever|(?:the )?world(?:'s)? first|the first of its kind|the only",
            r"(?:un|in)(?:rivall?ed|beatable|matched|paralleled|surpassed|equalled|equaled|comparable)",
            r"ultimate|perfect|flawless|peerless|second to none|like no other|one of a kind|never before",
            r"(?:top|best|highest)[ -](?:rated|selling|ranked|performing)",
            r"world[ -]class|best[ -]in[ -]class|state[ -]of[ -]the[ -]art|award[ -]winning|record[ -]breaking",
            r"revolutionary|ground[ -]?breaking|game[ -]chang(?:er|ing)",
            r"(?<!at |al|for the )most(?! (?:of|people|likely|probably|days|weeks|often|recently|recent))",
            r"(?<!at )least(?! (?:of all|likely))",
            (
                r"(?:fast|cheap|strong|light|large|small|safe|clean|green|high|low|long|short|quick|smart|new|bright|fine|"
                r"great|rich|pure|tough|thin|warm|cool|soft|fresh|clear|deep|hard|quiet|sharp|smooth|tall|wide|broad|lean|"
                r"young|old|bold|loud|nice|strict|sweet|weak|simpl)est"
            ),
            r"(?:big|slim|fit|hot)(?:g|m|t)est",
            r"(?:eas|health|tast|happ|friend?l|funn|heav|earl|sturd|comf|luck|tid)iest",
        ),
        "comparisons": (
            r"(?!(?:rather|other|whether|sooner or later) )\p{L}{2,}er (?:\p{L}+ ){0,2}than",
            r"(?:more|less|fewer) (?:\p{L}+ ){0,4}than",
            r"than (?:ever|before|any(?:one|thing|body)?|our (?:competitors|rivals)|the (?:competition|rest|next|leading))",
            r"compared (?:with|to)|in comparison (?:with|to)|versus|unlike (?:other|our|any|most)",
            r"out(?:perform|last|sell|rank|shine|run|class)\p{L}*",
            r"beats? (?:the|our|any|every|all)",
            r"as (?!soon|well|long|far|much as possible|many as)\p{L}+ as (?:any|the|other)",
            (
                r"(?:better|faster|cheaper|stronger|lighter|safer|cleaner|greener|smarter|quicker|simpler|longer)"
                r"(?! (?:late|luck|half|off|known))"
            ),
        ),
        "guarantees": (
            r"guarant\p{L}+",
            r"risk[ -]free|no risks?|without (?:any )?risks?|zero risks?",
            rf"{_PURE} (?:safe|secure|effective|reliable|natural|accurate|organic|recyclable|guaranteed)",
            r"money[ -]back|lifetime warrant(?:y|ies)|or your money back",
            r"(?:always works|never fails?|can(?:no|')t (?:lose|fail|go wrong)|can not (?:lose|fail|go wrong))",
            r"fail[ -]?safe|fool[ -]?proof|bullet[ -]?proof|infallible|unbreakable",
            r"(?:certain|sure|bound) to|assured|(?:we|i) promise",
            r"(?:clinically|scientifically|medically) (?:proven|tested)|proven to",
            r"will (?:always|never|double|triple|cure)|cures?|no side[ -]effects?",
        ),
    },
    "de": {
        "numbers": (
            r"\d[\d.,]* ?(?:Prozent(?:punkte)?|Tausend|Mio\.?|Mrd\.?|Millionen|Milliarden?)",
            r"(?:doppelt|halb) so|(?:zwei|drei|vier|fünf|zehn|hundert)mal|\d+-?mal",
            r"(?:zwei|drei|vier|fünf|zehn|hundert|\d+)-?fach\p{L}*",
            r"(?:jede[rsn]?) (?:zweite|dritte|vierte|fünfte|zehnte)\p{L}?",
            r"(?:\d+|ein|eine[rsm]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun) von (?:\d+|zwei|drei|vier|fünf|zehn)",
            r"(?:verdoppel|verdreifach|halbier)\p{L}+|(?:Hunderte|Tausende|Millionen) (?:von|zufriedener)",
        ),
        "superlatives": (
            r"best(?:e[nrsm]?|er)|führend\p{L}*|(?:Nr\.?|Nummer) ?(?:1|eins)|einzigartig\p{L}*|die einzige[nrsm]?",
            r"un(?:schlagbar|übertroffen|erreicht|vergleichlich)\p{L}*|perfekt\p{L}*|ultimativ\p{L}*|preisgekrönt\p{L}*",
            r"weltweit (?:erste|einzige)\p{L}*|welt(?:best|klasse|markt(?:führer|führend))\p{L}*",
            r"Marktführer\p{L}*|meistverkauft\p{L}*",
            (
                r"(?:höchst|größt|schnellst|günstigst|billigst|sicherst|leichtest|stärkst|kleinst|neuest|modernst|beliebtest|"
                r"sparsamst|saubersten?|nachhaltigst|einfachst|längst|niedrigst)(?:e[nrsm]?)"
            ),
            r"am \p{L}+sten",
        ),
        "comparisons": (
            r"\p{L}{3,}er als|(?:mehr|weniger) (?:\p{L}+ ){0,3}als",
            r"im Vergleich (?:zu|mit)\p{L}*|verglichen mit|gegenüber (?:der Konkurrenz|dem Wettbewerb|anderen)",
            r"übertrifft|übertreffen|anders als (?:andere|die Konkurrenz)",
        ),
        "guarantees": (
            r"garant\p{L}+|Geld[ -]zurück\p{L}*|(?:ohne|kein) Risiko|risiko(?:los|frei)\p{L}*",
            rf"{_PURE}(?:ig)? (?:sicher|wirksam|natürlich|zuverlässig)\p{{L}}*",
            r"nachweislich|(?:klinisch|wissenschaftlich) (?:bewiesen|belegt|getestet)|wir versprechen|unfehlbar|versagt nie",
        ),
    },
    "fr": {
        "numbers": (
            r"\d[\d.,]* ?(?:pour ?cent|mille|millions?|milliards?)",
            r"(?:\d+|deux|trois|quatre|cinq|dix|cent) fois|\d+ sur \d+|(?:un|deux|trois|neuf) \p{L}+ sur (?:deux|trois|dix)",
            r"(?:doubl|tripl)(?:e|ent|é|ée|és|er)|la moitié d\p{L}*|des (?:centaines|milliers|millions) de",
        ),
        "superlatives": (
            r"(?:le|la|les|nos|notre) (?:plus|moins) \p{L}+|(?:le|la|les) meilleure?s?|meilleure?s? (?:du|de|au)",
            r"(?:numéro|n°) ?(?:1|un)|leader|inégal\p{L}+|incomparable|imbattable|sans égal\p{L}*|parfaite?s?|ultime|primée?s?",
            r"(?:premi(?:er|ère)|seule?) au monde",
        ),
        "comparisons": (
            r"(?:plus|moins|aussi) (?:\p{L}+ ){1,3}qu(?:e|')|(?:mieux|meilleure?s?) qu(?:e|')",
            r"par rapport (?:à|au|aux)|comparée?s? (?:à|au|aux)|contrairement (?:à|au|aux)",
        ),
        "guarantees": (
            r"garanti\p{L}*|sans (?:aucun )?risques?|satisfait ou remboursé|infaillible|(?:nous|on) (?:promet|promettons)",
            rf"{_PURE} (?:sûr|efficace|naturel|fiable)\p{{L}}*|(?:cliniquement|scientifiquement) (?:prouv|test)é\p{{L}}*",
        ),
    },
    "es": {
        "numbers": (
            r"\d[\d.,]* ?(?:por ?ciento|mil|millones|mil millones)",
            r"(?:\d+|dos|tres|cuatro|cinco|diez|cien) veces|(?:\d+|uno|dos|tres|nueve) de cada (?:\d+|dos|tres|diez)",
            r"(?:el doble|el triple|la mitad) de|(?:duplic|triplic)\p{L}+|(?:cientos|miles|millones) de",
        ),
        "superlatives": (
            r"(?:el|la|los|las|lo) (?:más|menos) \p{L}+|(?:el|la|los|las|lo) mejor(?:es)?",
            r"\p{L}+ más \p{L}+ del (?:mundo|mercado)|(?:número|n\.?º) ?(?:1|uno)|líder(?:es)?|inigualable\p{L}*",
            r"insuperable\p{L}*|perfect[oa]s?|galardonad[oa]s?|únic[oa]s? en el mundo|primer[oa]? del mundo",
        ),
        "comparisons": (
            r"(?:más|menos) (?:\p{L}+ ){1,3}que|(?:mejor|peor)(?:es)? que",
            r"en comparación con|comparad[oa]s? con|a diferencia de|frente a la competencia",
        ),
        "guarantees": (
            r"garant[ií]\p{L}*|sin (?:ningún )?riesgos?|devolución del dinero|te devolvemos el dinero|infalible\p{L}*",
            rf"{_PURE} (?:segur|natural|efica|fiable)\p{{L}}*|(?:clínica|científica)mente probad[oa]s?|prometemos",
        ),
    },
}
"""By ISO 639-1 code."""
