"""Which first names were given when, and which of them are given second: the fashions of a century.

A year is the one round which most bearers were born, as far as known; where the names themselves come from, see
`names`.
"""

from __future__ import annotations

from typing import Final

_POPULAR: Final = """
Aino:1918 Toivo:1916 Väinö:1918 Eino:1918 Veikko:1928 Aune:1920 Kerttu:1922 Martta:1915 Pentti:1938 Pertti:1943
Raimo:1946 Seppo:1946 Ritva:1944 Raija:1947 Pirkko:1944 Marjatta:1942 Tuula:1949 Kari:1956 Matti:1950 Hannu:1954
Arja:1954 Päivi:1962 Jari:1965 Pasi:1967 Kirsi:1966 Petri:1969 Minna:1971 Mika:1969 Marko:1972 Katja:1973 Sanna:1975
Janne:1977 Toni:1978 Niina:1979 Jenni:1984 Ville:1985 Laura:1984 Joonas:1991 Jenna:1991 Aleksi:1995 Emilia:1996
Roosa:1998 Eetu:2002 Veeti:2006 Venla:2008 Aada:2008 Onni:2011 Eevi:2014 Oliver:2017 Leo:2017 Olivia:2017 Oskari:1994
Sofia:2010 Juho:1996 Aleksanteri:1990 Ida:2002 Siiri:2005 Iida:2004 Vilma:2001 Atte:1999 Elias:2012 Niilo:2013
Helmi:2013 Helvi:1921 Helmi:1912 Aili:1917 Elsa:1915 Irja:1925 Maire:1926 Airi:1927 Terttu:1930 Eila:1932 Raili:1935
Aila:1938 Anja:1939 Irma:1937 Hilkka:1930 Kirsti:1938 Maija:1945 Leena:1948 Liisa:1947 Sirkka:1943 Pirjo:1950
Riitta:1952 Eija:1953 Marja:1949 Marja-Leena:1948 Marja-Liisa:1947 Anna-Liisa:1932 Kaija:1946 Seija:1950 Sinikka:1945
Leila:1948 Ulla:1950 Raija:1947 Tarja:1957 Sirpa:1957 Merja:1959 Jaana:1963 Anne:1962 Tiina:1968 Sari:1966 Mervi:1962
Outi:1965 Satu:1967 Tuija:1960 Virpi:1963 Teija:1965 Taina:1962 Heli:1968 Pia:1967 Piia:1972 Nina:1972 Johanna:1975
Mari:1974 Hanna:1978 Heidi:1977 Katri:1978 Riikka:1977 Kati:1974 Anu:1973 Susanna:1976 Tanja:1974 Marika:1975
Satu:1967 Terhi:1970 Marjo:1966 Mia:1974 Kaisa:1982 Henna:1983 Saara:1986 Suvi:1983 Anni:1994 Sini:1988 Elina:1986
Emmi:1991 Noora:1990 Essi:1991 Sanni:1993 Jasmin:1995 Veera:1994 Julia:1997 Nea:1999 Ella:2005 Oona:2002 Viivi:2002
Milla:1997 Aino-Maija:1950 Emma:2001 Lotta:1999 Sara:1999 Linnea:2010 Aurora:2014 Lilja:2014 Alisa:2009 Ellen:2013
Elli:2012 Petra:1990 Mira:1990 Tiia:1988 Jonna:1988 Miia:1985 Krista:1984 Annika:1985 Erika:1985 Linda:1990 Sonja:1988
Oiva:1918 Arvo:1919 Tauno:1922 Reino:1924 Viljo:1917 Vilho:1915 Aarne:1918 Eero:1935 Kauko:1928 Erkki:1938 Paavo:1932
Esko:1938 Kalevi:1940 Heikki:1946 Martti:1942 Reijo:1944 Pekka:1951 Jorma:1947 Markku:1953 Jukka:1958 Juha:1961
Timo:1958 Ilkka:1950 Risto:1949 Esa:1955 Kimmo:1964 Harri:1962 Ari:1962 Vesa:1962 Jarmo:1959 Jouni:1962 Juhani:1950
Jouko:1949 Rauno:1946 Keijo:1944 Teuvo:1944 Raimo:1946 Veijo:1945 Ismo:1957 Arto:1957 Mauri:1946 Osmo:1942 Simo:1946
Tapio:1948 Tero:1971 Sami:1973 Mikko:1978 Antti:1978 Jani:1974 Jarkko:1975 Tuomas:1981 Tommi:1973 Tomi:1975 Teemu:1978
Jussi:1980 Lauri:1988 Kalle:1982 Henri:1985 Joni:1985 Niko:1988 Juuso:1990 Jesse:1993 Ossi:1988 Olli:1980 Otto:1996
Riku:1982 Eemeli:1996 Santeri:1994 Valtteri:1994 Roope:1997 Aapo:1999 Arttu:1994 Lassi:1990 Jere:1992 Joona:1993
Miika:1980 Miro:1999 Rasmus:2001 Eemil:2006 Leevi:2009 Eelis:2009 Aaro:2009 Aatos:2014 Daniel:2005 Joel:2006
Benjamin:2009 Samuel:2005 Akseli:2003 Elmeri:2005 Topias:2000 Kasper:2007 Oskar:2010 Patrik:1996 Sebastian:2000
Isla:2018 Lumi:2016 Peppi:2011 Hertta:2014 Enni:2009 Minea:2011 Hilla:2014 Nella:2004 Neea:2003 Viola:2018 Saana:1999
Senni:2002 Hilda:2016 Saima:1914 Hilja:1910 Toini:1918 Impi:1913 Lempi:1910 Sylvi:1915 Rauha:1920 Laina:1916
Hilma:1905 Eeva:1938 Marita:1951 Sisko:1942 Anita:1953 Marianne:1966 Katriina:1970 Paula:1959 Marjaana:1968 Elisa:1984
Anniina:1988 Maaria:1978 Marjut:1961 Lea:1946 Alina:1999 Margit:1939 Hillevi:1950 Taru:1973 Marjukka:1958 Vuokko:1940
Iiris:2004 Tuuli:1983 Annukka:1971 Markus:1978 Jaakko:1972 Veli:1944 Emil:2009 Pauli:1946 Ilari:1982 Tuomo:1964
Anton:2004 Lasse:1970 Jyrki:1963 Julius:1999 Kaarlo:1914 Niklas:1992 Jan:1974 Kai:1962 Yrjö:1922 Aki:1971 Karl:1935
Peter:1968 Jarno:1974 Joonatan:1999 Taisto:1934 Rainer:1957 Robert:1988 Anssi:1973 Henry:1955 Anders:1962 Aimo:1935
Asko:1955 Aaron:2008 Samu:1993 Ahti:1931 Mauno:1930 Tuukka:1983 Kim:1968 Tyyne:1914 Lyyli:1916 Elvi:1920 Saimi:1915
Lahja:1923 Kaino:1918 Sulo:1914 Urho:1914 Lauha:1916 Hugo:2016 Nooa:2008 Luka:2014 Eeli:2013 Noel:2017 Otso:2014
Jooa:2015 Lenni:2014 Alvar:2019 Kosti:2017 Eevert:2012 Nestori:1910 Frans:1905
"""
YEARS: Final = {name: int(year) for name, _, year in (pair.partition(":") for pair in _POPULAR.split())}
"""Names and the year round which most of their bearers were born."""

_SECOND: Final = """
Maria Helena Johanna Anneli Kaarina Marjatta Liisa Inkeri Elisabet Elisabeth Sofia Kristiina Kristina Katariina
Hannele Orvokki Irmeli Tuulikki Annikki Aulikki Kyllikki Sinikka Tellervo Hellevi Mirjami Mirjam Marketta Margareta
Susanna Pauliina Karoliina Emilia Eveliina Matilda Amanda Aurora Josefiina Vilhelmiina Birgitta Christina Maritta
Maarit Päivikki Esteri Elina Helinä Linnea Ilona Irene Tuulia Juulia Eliisa Alexandra Aleksandra Carita Mirja
Juhani Johannes Olavi Antero Tapani Kalevi Tapio Mikael Ilmari Petteri Sakari Kristian Oskari Aleksanteri Alexander
Kullervo Kalervo Ensio Uolevi Armas Aulis Einari Edvard Valdemar Vilhelm Henrik Henrikki Johan Juhana Hermanni Jalmari
Artturi Aukusti Iisakki Kustaa Matias Samuli Taneli Verneri Viljami Elmeri Eerik Erik Christian Samuel Allan
"""
SECOND: Final = frozenset(_SECOND.split())
"""Names that are mostly given as the second or third."""

_MORE_WOMEN: Final = """
Isla Lumi Peppi Hertta Enni Minea Hilla Nella Neea Viola Saana Senni Hilda Saima Hilja Toini Impi Lempi Sylvi Rauha
Laina Hilma Tyyne Lyyli Elvi Saimi Lahja Lauha Eevi
"""
_MORE_MEN: Final = """
Hugo Nooa Luka Eeli Noel Otso Jooa Lenni Alvar Kosti Eevert Nestori Frans Kaino Sulo Urho
"""
MORE_WOMEN: Final = tuple(_MORE_WOMEN.split())
MORE_MEN: Final = tuple(_MORE_MEN.split())
"""Names that were in fashion for a while, so that the lists of the commonest of all times lack them."""
