"""What `find_quotations` must find, and what it must not, on sentences with stored trees; the pairing of marks on plain text."""

from __future__ import annotations

import shlex
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from graph.language.document import define_extensions
from graph.quotations import find_quotations
from graph.quotations.cues import cue_words, known_lemma, read_table
from graph.quotations.marks import find_quoted
from graph.quotations.phrases import trim
from graph.records import Quotation, Span
from tests.factories import english_vocab, make_doc

TREES = Path(__file__).with_name("quotations.conllu")

# The text; then, for each quotation: kind, speaker, [cue], contents parted by |, > addressee, (hearsay).
CASES = [
    # direct: after, before, around, split
    ("“We will rebuild the bridge,” said Ms Okafor.", ["direct Ms Okafor [say] We will rebuild the bridge"]),
    ("“The ferry is late again,” the harbour master said on Friday.", ["direct the harbour master [say] The ferry is late again"]),
    ('"I never saw the letter," Tom Reyes, a former clerk, told the inquiry.', ["direct Tom Reyes [tell] I never saw the letter > the inquiry"]),
    ("The mayor said: “Nobody was hurt.”", ["direct The mayor [say] Nobody was hurt."]),
    ('Ruth Adler replied, "That is not my job."', ["direct Ruth Adler [reply] That is not my job."]),
    ("“The roof,” she said, “was never safe.”", ["direct she [say] The roof | was never safe."]),
    ("“It is over,” said Lena Voss. “We are closing the shop in May.”", ["direct Lena Voss [say] It is over | We are closing the shop in May."]),
    ("In a tweet, he said: “Thank you all for the kindness.”", ["direct he [say] Thank you all for the kindness."]),
    ("‘We’re not selling,’ said the owners.", ["direct the owners [say] We’re not selling"]),
    ("''Nobody told us a thing,'' Mr. Boyd said.", ["direct Mr. Boyd [say] Nobody told us a thing"]),
    ("“Is the pool open?” asked the boy.", ["direct the boy [ask] Is the pool open?"]),
    ("The letter from the bank said: “Your account is closed.”", ["direct The letter from the bank [say] Your account is closed."]),
    ("Dana Cole joined the march, saying: “I am a nurse, I belong here.”", ["direct Dana Cole [say] I am a nurse, I belong here."]),
    (
        "“He called it ‘a small miracle’ and wept,” said his sister.",
        ["direct his sister [say] He called it ‘a small miracle’ and wept", "indirect He [call] it ‘a small miracle’"],
    ),
    ("“The valves failed,” according to the engineer.", ["direct the engineer [according to] The valves failed"]),
    ("“We lost the case, he said.", ["direct he [say] We lost the case"]),
    # several paragraphs
    (
        "The headteacher said: “The pupils were calm.\n\n“They walked out in a line.\n\n“I am proud of them.”",
        ["direct The headteacher [say] The pupils were calm. | They walked out in a line. | I am proud of them."],
    ),
    ("The farmer shook his head.\n\n“The river took everything.”", ["direct The farmer [say] The river took everything."]),
    (
        "“The plan is dead,” Omar Haddad said.\n\n“We need a new one.”",
        ["direct Omar Haddad [say] The plan is dead", "direct Omar Haddad [say] We need a new one."],
    ),
    (
        "“Did you sign it?” the lawyer asked.\n\n“I did,” the witness said.\n\n“And you read it?”",
        ["direct the lawyer [ask] Did you sign it?", "direct the witness [say] I did", "direct the lawyer [say] And you read it?"],
    ),
    ("The club tweeted:\n\nTraining is off today because of the snow.", ["direct The club [tweet] Training is off today because of the snow."]),
    (
        "MORGAN: What happened next?\n\nPRATT: We called the police.\n\nMORGAN: And then?",
        ["direct MORGAN [say] What happened next?", "direct PRATT [say] We called the police.", "direct MORGAN [say] And then?"],
    ),
    # mixed
    ("Critics said the minister was “wholly unfit” for office.", ["mixed Critics [say] the minister was “wholly unfit” for office"]),
    ("The judge called the scheme “a sham”.", ["mixed The judge [call] the scheme “a sham”"]),
    ("It was “a disgrace,” the coach said.", ["mixed the coach [say] It was “a disgrace,”"]),
    # near misses: nothing
    ("She reads “Great Harbours” every summer.", []),
    ("The so-called “night tax” ended in March.", []),
    ("“Cold Water” opened in Oslo on Friday.", []),
    ("The workers’ club and the players’ union met in the ’90s.", []),
    ('The board is 6 inches wide and 5" thick.', []),
    ("I think the plan is good.", []),
    ("Photo: the old mill in spring.", []),
    # reported
    ("He wants to leave the city.", ["indirect He [want] to leave the city"]),
    ("The company said that the plant would close.", ["indirect The company [say] the plant would close"]),
    ("The union warned members that talks had failed.", ["indirect The union [warn] talks had failed > members"]),
    ("Ines Duarte denied she had seen the file.", ["indirect Ines Duarte [deny] she had seen the file"]),
    ("The reporter asked whether the dam was safe.", ["indirect The reporter [ask] whether the dam was safe"]),
    ("The dam is safe, the council said.", ["indirect the council [say] The dam is safe"]),
    ("The vote, he said, was a farce.", ["indirect he [say] The vote | was a farce"]),
    ("According to the fire service, two cars were burnt.", ["indirect the fire service [according to] two cars were burnt"]),
    ("Two cars were burnt, according to a memo.", ["indirect a memo [according to] Two cars were burnt"]),
    ("As the chairman put it, the club was broke.", ["indirect the chairman [put] the club was broke"]),
    ("The teacher told pupils to stay indoors.", ["indirect The teacher [tell] to stay indoors > pupils"]),
    ("The senator called on the bank to return the money.", ["indirect The senator [call on] to return the money > the bank"]),
    ("The union threatened to strike in June.", ["indirect The union [threaten] to strike in June"]),
    ("The firm denied any role in the fire.", ["indirect The firm [deny] any role in the fire"]),
    (
        "The council rejected Smith’s claim that the road was safe.",
        ["indirect Smith [claim] the road was safe"],
    ),
    ("He ignored the order from the captain to turn back.", ["indirect the captain [order] to turn back"]),
    ("Nora Lind is confident that the museum will reopen.", ["indirect Nora Lind [be confident] the museum will reopen"]),
    ("The widow accused the clinic of hiding the records.", ["indirect The widow [accuse] of hiding the records"]),
    ("In the coach’s view, the goal was offside.", ["indirect the coach [in view] the goal was offside"]),
    ("A survey found that most drivers were tired.", ["indirect A survey [find] most drivers were tired"]),
    (
        "The paper said that the minister had told aides that the talks were over.",
        ["indirect The paper [say] the minister had told aides that the talks were over", "indirect the minister [tell] the talks were over > aides"],
    ),
    # hearsay
    ("Sources said the deal was dead.", ["indirect Sources [say] the deal was dead (hearsay)"]),
    ("The painting is said to be a forgery.", ["indirect None [say] The painting | to be a forgery (hearsay)"]),
    ("The banker allegedly hid the money.", ["indirect None [allegedly] The banker | hid the money (hearsay)"]),
    ("He was told by a friend that the shop was closed.", ["indirect a friend [tell] the shop was closed > He"]),
    ("Asked if the school would close, the head said: “We hope not.”", ["indirect None [ask] if the school would close", "direct the head [say] We hope not."]),
    (
        "Critics of the deal say that it is too slow and that it costs too much.",
        ["indirect Critics of the deal [say] it is too slow and that it costs too much"],
    ),
    ("Mr Adeyemi, the union’s leader, said that members would vote on Monday.", ["indirect Mr Adeyemi [say] members would vote on Monday"]),
    ("The union’s leader, who lives in Hull, said that members would vote.", ["indirect The union’s leader [say] members would vote"]),
    ("The museum’s owners, who say they are broke, sold a statue.", ["indirect The museum’s owners [say] they are broke"]),
    ("Police believe the fire was started by a child.", ["indirect Police [believe] the fire was started by a child"]),
    ("He said he feared that the roof would fall.", ["indirect He [say] he feared that the roof would fall", "indirect he [fear] the roof would fall"]),
    ("The mayor has described the plan as a waste of money.", ["indirect The mayor [describe] the plan as a waste of money"]),
    ("“No,” she said.", ["direct she [say] No"]),
    (
        "“No comment,” the spokesman said, adding that the firm was busy.",
        ["direct the spokesman [say] No comment", "indirect the spokesman [add] the firm was busy"],
    ),
    (
        '"The bus was full," said Ana Ruiz, and "nobody moved," said Jan Novak.',
        ["direct Ana Ruiz [say] The bus was full", "direct Jan Novak [say] nobody moved"],
    ),
    ("The sign on the gate reads: “Keep out.”", ["direct The sign on the gate [read] Keep out."]),
    (
        "He described himself as “a simple man” who liked the sea.",
        ["mixed He [describe] himself as “a simple man” who liked the sea"],
    ),
    ("The word “love” is short.", []),
    ("The report by Dr Meyer shows that the lake is dying.", ["indirect The report by Dr Meyer [show] the lake is dying"]),
    ("The clock shows that it is noon.", []),
    ("There are claims that the vote was bought.", ["indirect None [claim] the vote was bought (hearsay)"]),
    ("The boss wrote: “Dear all, we are moving to Leeds.”", ["direct The boss [write] Dear all, we are moving to Leeds."]),
    ("A person familiar with the talks said a deal was close.", ["indirect A person familiar with the talks [say] a deal was close (hearsay)"]),
    ("LEEDS — The roof is safe, two builders said.", ["indirect two builders [say] The roof is safe"]),
    (
        "The court called the plan “unlawful.” The council said it would appeal.",
        ["mixed The court [call] the plan “unlawful.”", "indirect The council [say] it would appeal"],
    ),
    ("According to the coach, Ben Ito, the team was tired.", ["indirect the coach [according to] the team was tired"]),
    ("The clinic denied entry to the reporters.", []),
    ("Pupils are required to wear a tie.", []),
    ("The dean is convinced that the roof will hold.", ["indirect The dean [convince] the roof will hold"]),
    ("The bishop made the case to voters that the law was cruel.", ["indirect The bishop [case] the law was cruel"]),
    ("The team conceded a penalty.", []),
    ("Police, who have said that the driver was drunk, released a photograph.", ["indirect Police [say] the driver was drunk"]),
    ("Asked about the cuts, the dean told the Gazette: “I cannot sleep.”", ["direct the dean [tell] I cannot sleep. > the Gazette"]),
    ("“I saw smoke,” he said. The crowd ran. “Then I saw fire.”", ["direct he [say] I saw smoke", "direct he [say] Then I saw fire."]),
    ("The minister did not say whether the road would open.", ["indirect The minister [say] whether the road would open"]),
    ("The guide gave a list of tips, including, “Wear a hat. Drink water.”", ["direct The guide [say] Wear a hat. Drink water."]),
    ("By calling the office to ask for help, Lina lost an hour.", ["indirect Lina [ask] for help"]),
    (
        "However, according to a note, seen by the Courier, Sir Alan told staff to stay at home.",
        ["indirect a note [according to] However | Sir Alan told staff to stay at home", "indirect Sir Alan [tell] to stay at home > staff"],
    ),
    ("“The tent,” Ida Berg, the cook, told the paper, “blew away.”", ["direct Ida Berg [tell] The tent | blew away. > the paper"]),
    # things: what is spoken of, and stances
    ("The council published the plan that the mayor had proposed in May.", ["indirect the mayor [propose] the plan"]),
    (
        "Residents oppose the tax proposed by the council.",
        ["indirect Residents [oppose] the tax proposed by the council", "indirect the council [propose] the tax"],
    ),
    ("The tax, which the council proposed in May, is unpopular.", ["indirect the council [propose] The tax"]),
    ("The museum is short of the sum it vowed to raise.", ["indirect it [vow] the sum | to raise"]),
    ("The day he promised to leave came.", ["indirect he [promise] to leave"]),
    ("The man who pledged to pay left.", ["indirect The man [pledge] to pay"]),
    ("A survey by the harbour board found 40 leaks in the pier.", ["indirect A survey by the harbour board [find] 40 leaks in the pier"]),
    ("The walker found 40 leaks in the pier.", []),
    ("The study found its way into the press.", []),
    ("The poll gives the mayor a lead of five points.", ["indirect The poll [give] the mayor a lead of five points"]),
    ("Polls show a narrow lead for the mayor in the north, where turnout is low.", ["indirect Polls [show] a narrow lead for the mayor in the north"]),
    ("The suit accuses the firm of fraud.", ["indirect The suit [accuse] the firm of fraud"]),
    ("Scientists warn of a hotter century.", ["indirect Scientists [warn] of a hotter century"]),
    ("Six in ten residents approve of the mayor.", ["indirect Six in ten residents [approve] of the mayor"]),
    ("She voted for the bill.", ["indirect She [vote] for the bill"]),
    ("She voted for him.", []),
    ("A judge ruled in favour of the firm.", ["indirect A judge [rule] in favour of the firm"]),
    ("Voss praised the council for its work.", ["indirect Voss [praise] the council for its work"]),
    ("Voss referred to Reyes as a thief.", ["indirect Voss [refer] to Reyes as a thief"]),
    ("Voss compared Reyes to a fox.", ["indirect Voss [compare] Reyes to a fox"]),
    ("He spoke against a backdrop of flags.", []),
    ("The police questioned three men.", []),
    ("The priest rang the bell.", []),
    ("The mayor signed the letter.", []),
    # attitudes: doubts, support
    ("The minister voiced doubts about the plan.", ["indirect The minister [doubt] about the plan"]),
    ("Voss cast doubt on the report.", ["indirect Voss [doubt] on the report"]),
    ("The letter drew complaints about the smell.", []),
    ("The mayor faced calls to resign.", ["indirect None [call] to resign (hearsay)"]),
    ("Fears are growing that the dam will burst.", ["indirect None [fear] the dam will burst (hearsay)"]),
    # predicates: what somebody is willing to do, what their view is
    ("The council is willing to sell the hall.", ["indirect The council [be willing] to sell the hall"]),
    ("The minister appears ready to sign the treaty.", ["indirect The minister [be ready] to sign the treaty"]),
    ("The mayor is prepared to resign.", ["indirect The mayor [prepare] to resign"]),
    ("The house is ready to sell.", []),
    ("Her view is that the wall is unsafe.", ["indirect Her [view] the wall is unsafe"]),
    ("The question is whether the dam is safe.", []),
    ("Mr Haddad made it clear that he would not resign.", ["indirect Mr Haddad [make clear] he would not resign"]),
    ("She would like the pool to reopen.", ["indirect She [like] the pool to reopen"]),
    ("She likes to swim.", []),
    ("The council tried to sell the hall.", []),
    ("What Voss said was that the hall was old.", ["indirect Voss [say] the hall was old"]),
    ("It is believed that the wall is unsafe.", ["indirect None [believe] the wall is unsafe (hearsay)"]),
    ("The man, believed to be a sailor, was found on Friday.", ["indirect None [believe] The man | to be a sailor (hearsay)"]),
    (
        "Only 20 percent think the dam is safe, while 70 percent say it should be torn down.",
        ["indirect 20 percent [think] the dam is safe", "indirect 70 percent [say] it should be torn down"],
    ),
    ("Asked whether she would resign, the minister said no.", ["indirect None [ask] whether she would resign", "indirect the minister [say] no"]),
    # asides that the trees take for something else
    ("Dam is safe, says Okafor", ["indirect Okafor [say] Dam is safe"]),
    ("The hall, says Voss, should be sold.", ["indirect Voss [say] The hall | should be sold"]),
    ("The council, Voss says, wants to sell.", ["indirect Voss [say] The council | wants to sell", "indirect The council [want] to sell"]),
    ("The hall should be sold, Voss says, because it is old.", ["indirect Voss [say] The hall should be sold | because it is old"]),
    ("Nearly half are undecided, the survey found.", ["indirect the survey [find] Nearly half are undecided"]),
    # headlines
    ("Mayor: Dam will be rebuilt by May", ["indirect Mayor [say] Dam will be rebuilt by May"]),
    ("Study: Cats sleep less in June", ["indirect Study [say] Cats sleep less in June"]),
    ("Pool: open until ten", []),
    ("London: Rain is on its way", []),
    # speakers who go on
    (
        "Mr Haddad said the pool would close in May. The staff would keep their jobs.",
        ["indirect Mr Haddad [say] the pool would close in May | The staff would keep their jobs"],
    ),
    ("The union said the offer was poor. It would meet again in June.", ["indirect The union [say] the offer was poor"]),
    ("The boss said the shop would shut. If it did, 40 people would lose their jobs.", ["indirect The boss [say] the shop would shut"]),
    ("Ms Voss said the shop would shut. “It is over,” she said.", ["indirect Ms Voss [say] the shop would shut", "direct she [say] It is over"]),
    # what is proposed, weighed, called for
    ("The mayor suggested closing the pool.", ["indirect The mayor [suggest] closing the pool"]),
    ("The mayor suggested that they close the pool.", ["indirect The mayor [suggest] they close the pool"]),
    ("The mayor has called for the pool to be closed.", ["indirect The mayor [call] for the pool to be closed"]),
    ("The mayor seeks to limit the number of cars.", ["indirect The mayor [seek] to limit the number of cars"]),
    ("The mayor wondered aloud if the pool was safe.", ["indirect The mayor [wonder] if the pool was safe"]),
    ("The mayor indicated she would sign.", ["indirect The mayor [indicate] she would sign"]),
    ("The firm said in a statement on Friday it would pay.", ["indirect The firm [say] it would pay"]),
    ("Aides to the mayor say privately that she will sign.", ["indirect Aides to the mayor [say] she will sign"]),
    # judging: by a name, for a reason, at a price
    ("The mayor mocked Reyes for his hair.", ["indirect The mayor [mock] Reyes for his hair"]),
    ("The mayor defended the closure as necessary.", ["indirect The mayor [defend] the closure as necessary"]),
    ("The mayor attributed the delay to rain.", ["indirect The mayor [attribute] the delay to rain"]),
    ("The mayor put the cost at 3m pounds.", ["indirect The mayor [put] the cost at 3m pounds"]),
    ("The mayor put the book on the table.", []),
    ("The mayor argued with Reyes about the bill.", ["indirect The mayor [argue] about the bill"]),
    (
        "The mayor scoffed at the idea that the pool was safe.",
        ["indirect The mayor [scoff] at the idea that the pool was safe", "indirect None [idea] the pool was safe (hearsay)"],
    ),
    ("The rules favour big firms.", []),
    # attitudes in adjectives, and a fear that is
    ("The mayor is critical of the bill.", ["indirect The mayor [be critical] of the bill"]),
    ("The mayor is proud of her record.", ["indirect The mayor [be proud] of her record"]),
    ("The fear is that she will sign.", ["indirect None [fear] she will sign (hearsay)"]),
    ("She told the paper in a statement that the case was closed.", ["indirect She [tell] the case was closed > the paper"]),
    ("The clock is wrong about the hour.", []),
    # participles with which a speaker goes on, clefts, what was foretold
    (
        "In her speech, Voss said his plan was a joke, adding: “It will not work.”",
        ["indirect Voss [say] his plan was a joke", "direct Voss [add] It will not work."],
    ),
    ("Reyes had lied, the paper reported on Friday, citing two aides.", ["indirect the paper [report] Reyes had lied", "indirect the paper [cite] two aides"]),
    (
        "Supporters argue the law saves lives, pointing to a fall in deaths.",
        ["indirect Supporters [argue] the law saves lives", "indirect Supporters [point] to a fall in deaths"],
    ),
    ("Voss said the storm broke the mast, tearing the sails.", ["indirect Voss [say] the storm broke the mast, tearing the sails"]),
    ("It was Reyes who said the leak was small.", ["indirect Reyes [say] the leak was small"]),
    ("The plan failed, as Voss had predicted.", ["indirect Voss [predict] The plan failed"]),
    ("The plan, described by Voss as a joke, failed.", ["indirect Voss [describe] The plan | as a joke"]),
    ("The report blamed the fire on a faulty switch.", ["indirect The report [blame] the fire on a faulty switch"]),
    ("The council decided against a ban.", ["indirect The council [decide] against a ban"]),
    ("Two aides, speaking on condition of anonymity, said Reyes had lied.", ["indirect Two aides [say] Reyes had lied"]),
    # a name ends where a comma hangs more on it
    ("Voss likened the hall to a barn, which has no doors.", ["indirect Voss [liken] the hall to a barn"]),
    # words for a ruling, what somebody called it, a plea, gerunds
    ("The tribunal ruled the dismissal unfair.", ["indirect The tribunal [rule] the dismissal unfair"]),
    ("The boy found the door open.", []),
    ("She embarked on what she called “a fool’s errand” in the hills.", ["direct she [call] a fool’s errand"]),
    ("The tax, a plan that growers see as a theft, was dropped.", ["indirect growers [see] a plan | as a theft"]),
    ("Novak pleaded not guilty to stealing the painting.", ["indirect Novak [plead] not guilty to stealing the painting"]),
    (
        "Novak admitted to having lied about the painting.",
        ["indirect Novak [admit] to having lied about the painting", "indirect Novak [lie] about the painting"],
    ),
    ("Witnesses described seeing a man run from the building.", ["indirect Witnesses [describe] seeing a man run from the building"]),
    ("The company’s lawyers asked that the case be thrown out.", ["indirect The company’s lawyers [ask] the case be thrown out"]),
    ("It is feared that 30 people drowned.", ["indirect None [fear] 30 people drowned (hearsay)"]),
    ("Its owners want the wreck raised.", ["indirect Its owners [want] the wreck raised"]),
    ("Police appealed to witnesses to come forward.", ["indirect Police [appeal] to come forward > witnesses"]),
    ("The results suggest that sleep improves memory.", ["indirect The results [suggest] sleep improves memory"]),
    ("The regulator is investigating whether the firm broke the law.", ["indirect The regulator [investigate] whether the firm broke the law"]),
    # whose view, whose account
    ("In the words of one delegate, the summit was a circus.", ["indirect one delegate [in word] the summit was a circus"]),
    ("By Tanaka’s account, the merger was never alive.", ["indirect Tanaka [by account] the merger was never alive"]),
    ("The vote was “deeply flawed,” in the words of the observers.", ["mixed the observers [in word] The vote was “deeply flawed,”"]),
    ("In the opinion of the painter Rosa Duarte, much depends on the light.", ["indirect the painter Rosa Duarte [in opinion] much depends on the light"]),
    ("The truth lies in the eye of the painter.", []),
    ("The commission is of the opinion that the treaty was breached.", ["indirect The commission [opinion] the treaty was breached"]),
    ("The company’s response was that the union had been reckless.", ["indirect The company [response] the union had been reckless"]),
    ("The union rejected the White House claim that the ship was safe.", ["indirect White House [claim] the ship was safe"]),
    ("The mayor voiced support for a quick repair.", ["indirect The mayor [support] for a quick repair"]),
    ("The mayor raised the possibility that the bridge would never reopen.", ["indirect The mayor [possibility] the bridge would never reopen"]),
    ("The possibility that the bridge would never reopen is small.", []),
    ("The company faces accusations of lying to its members.", ["indirect None [accusation] of lying to its members (hearsay)"]),
    ("Accused by the union of lying, the company said nothing.", ["indirect the union [accuse] of lying", "indirect the company [say] nothing"]),
    ("It accused the firm of lying.", ["indirect It [accuse] of lying"]),
    ("It accepted the parcel.", []),
    # speakers that the tree gives to something else
    ("Neither the firm nor its lawyers would say whether the tape existed.", ["indirect Neither the firm nor its lawyers [say] whether the tape existed"]),
    ("The union told the BBC its members would work.", ["indirect The union [tell] its members would work > the BBC"]),
    ("The union let it be known that its members would work.", ["indirect The union [know] its members would work"]),
    ("Prosecutors allege Novak, 44, stole the painting in 2011.", ["indirect Prosecutors [allege] Novak, 44 | stole the painting in 2011"]),
    ("Growers smile when they hear a mayor say the frost was mild.", ["indirect a mayor [say] the frost was mild"]),
    ("Voters hear the news and say the vote does not matter.", ["indirect Voters [say] the vote does not matter"]),
    ("Lars Voss is a painter, rower and cook who has pledged to swim across the lake.", ["indirect Lars Voss [pledge] to swim across the lake"]),
    ("Singer and actor Jo Marsh said she would return.", ["indirect Jo Marsh [say] she would return"]),
    ("A singer and the actor Jo Marsh said they would return.", ["indirect A singer and the actor Jo Marsh [say] they would return"]),
    (
        "The ambassador said his country is no toy, and accused the fleet of piracy.",
        ["indirect The ambassador [say] his country is no toy", "indirect The ambassador [accuse] the fleet of piracy"],
    ),
    (
        "Ruth Okoye said 500 schools were asked and so far 190 colleges have accepted at least two grants.",
        [
            "indirect Ruth Okoye [say] 500 schools were asked and so far 190 colleges have accepted at least two grants",
            "indirect 190 colleges [accept] at least two grants",
        ],
    ),
    (
        "Okafor said although rain is known to harm the crop, “nobody has measured it”.",
        ["mixed Okafor [say] although rain is known to harm the crop, “nobody has measured it”", "indirect None [know] rain | to harm the crop (hearsay)"],
    ),
    (
        "“The road,” said Ada Okafor, a lawyer who moved to the coast and once led the council, “was always bad.”",
        ["direct Ada Okafor [say] The road | was always bad."],
    ),
    ("She wept as the verdict was read.", []),
    ("The Greens criticised the minister for flying as the storm approached.", ["indirect The Greens [criticise] for flying as the storm approached"]),
    ("The envoy summoned the clerk.", []),
    ("Wonderbrook recalled two million toys.", []),
    # headlines, bullets, times
    ("Most voters want change: poll", ["indirect poll [say] Most voters want change"]),
    ("Ambassador: We ‘will not be bullied’", ["mixed Ambassador [say] We ‘will not be bullied’"]),
    ("Storm Bertil: as it happened", []),
    ("Minister urged to quit over bribes", ["indirect None [urge] to quit over bribes > Minister"]),
    ("Bribes were paid, court told", ["indirect None [tell] Bribes were paid > court"]),
    (
        "18.10 “Stay indoors. This is no night for walks,” the mayor of Stralsund has warned residents.",
        ["direct the mayor of Stralsund [warn] Stay indoors. This is no night for walks > residents"],
    ),
    (
        "17.02 Trains to the north have been stopped, the railway company confirmed.",
        ["indirect the railway company [confirm] Trains to the north have been stopped"],
    ),
    # what somebody thinks of doing, is open to, takes a stand on
    ("The minister is thinking of selling the port.", ["indirect The minister [think] of selling the port"]),
    ("The minister is open to selling the port.", ["indirect The minister [be open] to selling the port"]),
    ("The shop is open to all.", []),
    ("The minister has no intention of selling the port.", ["indirect The minister [intention] of selling the port"]),
    ("The minister’s reluctance to sell the port is known.", ["indirect The minister [reluctance] to sell the port"]),
    ("The minister was asked why the port was sold.", ["indirect None [ask] why the port was sold > The minister"]),
    (
        "The minister bristled at the idea that the port was sold.",
        ["indirect The minister [bristle] at the idea that the port was sold", "indirect None [idea] the port was sold (hearsay)"],
    ),
    ("The council blocked a bill that lets families sue.", ["indirect The council [block] a bill that lets families sue"]),
    ("The council blocked the road that leads to the mill.", []),
    ("He learned of a plan that would close the mill.", ["indirect He [learn] of a plan that would close the mill"]),
    ("The firm bought a mill that lets cats in.", []),
    # turns of several paragraphs and marks that lack their partner
    (
        '“I find it odd that a guest would call the soup "good food," Okafor said.',
        ['direct Okafor [say] I find it odd that a guest would call the soup "good food', 'indirect a guest [call] the soup "good food,"'],
    ),
    (
        '"I find it odd that a guest would call the soup "good food," Okafor said.',
        ['direct Okafor [say] I find it odd that a guest would call the soup "good food', 'indirect a guest [call] the soup "good food,"'],
    ),
    (
        "“It was dark.\n\n“Then the lights came on,” Reyes told the inquiry.\n\n“And I ran.”",
        ["direct Reyes [tell] It was dark. | Then the lights came on > the inquiry", "direct Reyes [say] And I ran."],
    ),
    ("Reyes, a guard at the mill, told the inquiry it was dark.", ["indirect Reyes [tell] it was dark > the inquiry"]),
    ("Reyes told the story he liked best.", ["indirect Reyes [tell] the story he liked best"]),
    ("The mayor paused before replying.\n\n“No.”", ["direct The mayor [say] No."]),
    (
        "“You have no right to be here,” shouted a man at the back. “Get out!” cried another.",
        ["direct a man at the back [shout] You have no right to be here", "direct another [cry] Get out!"],
    ),
    ("Asked whether he would resign, Voss replied with a single word: “No.”", ["indirect None [ask] whether he would resign", "direct Voss [reply] No."]),
    ("To those who say it cannot be done, she has an answer: “Watch me.”", ["indirect those [say] it cannot be done", "direct she [say] Watch me."]),
    ("In the words of her brother: “It was bought.”", ["direct her brother [say] It was bought."]),
    ("“Watch me” – that is the answer to those who say it cannot be done.", ["indirect those [say] it cannot be done"]),
    # found in articles of our own: courts, live pages, reports
    ("She thanked her grandfather, who, she said, sold his car so that she could travel.", ["indirect she [say] who | sold his car so that she could travel"]),
    ("The 19-year-old described the win as the best day of her life.", ["indirect The 19-year-old [describe] the win as the best day of her life"]),
    ("Mwale put it to him that the lodge had been paid for by a brother.", ["indirect Mwale [put] the lodge had been paid for by a brother > him"]),
    ("She put it to one side.", []),
    ("Watchdog: ministry ignored warnings over bridge", ["indirect Watchdog [say] ministry ignored warnings over bridge"]),
    (
        "Kowal refused to blame her wrist after she was knocked out of the Open.",
        ["indirect Kowal [refuse] to blame her wrist", "indirect Kowal [blame] her wrist"],
    ),
    ("He promised to pay when the roof is mended.", ["indirect He [promise] to pay when the roof is mended"]),
    ("A former treasurer told a court on Monday that he had signed cheques.", ["indirect A former treasurer [tell] he had signed cheques > a court"]),
    ("Villa demanded to know why the letters had been hidden.", ["indirect Villa [demand] to know why the letters had been hidden"]),
    ("Nobody here knows how to read her serve.", []),
    (
        "17.55 Our correspondent in Kiel writes: The water is over the quay. A guard said it would rise.",
        ["direct Our correspondent in Kiel [write] The water is over the quay. A guard said it would rise.", "indirect A guard [say] it would rise"],
    ),
    ("Ana Ruiz writes: Rain has stopped play.", ["indirect Ana Ruiz [write] Rain has stopped play"]),
    (
        "The senator called on Reyes to apologise for accusing the firm of fraud.",
        [
            "indirect The senator [call on] to apologise for accusing the firm of fraud > Reyes",
            "indirect Reyes [apologise] for accusing the firm of fraud",
            "indirect Reyes [accuse] the firm of fraud",
        ],
    ),
    (
        "Voss laughed at the noise in the hall, tweeting, “Notice the cat.”",
        ["indirect Voss [laugh] at the noise in the hall", "direct Voss [tweet] Notice the cat."],
    ),
    (
        "According to one of them, Sophie Lang, up to a fifth of the pictures may be fakes.",
        ["indirect one of them [according to] up to a fifth of the pictures may be fakes"],
    ),
    ("According to Sophie Lang, Paris is full of fakes.", ["indirect Sophie Lang [according to] Paris is full of fakes"]),
    (
        "Le Matin reported that the fund had warned them in May, a claim the ministry called “incorrect”.",
        ["indirect Le Matin [report] the fund had warned them in May", "direct the ministry [call] incorrect"],
    ),
    ("Kenya’s floods: “We climbed onto the roof and waited.”", ["direct None [say] We climbed onto the roof and waited."]),
    ("Kenya’s answer: “We climbed onto the roof and waited.”", ["direct Kenya [say] We climbed onto the roof and waited."]),
    ("Members were incensed that the deal had been kept from them.", ["indirect Members [be incensed] the deal had been kept from them"]),
    (
        "Reyes: Mill needs to ‘turn its back on coal’ by May.",
        ["mixed Reyes [say] Mill needs to ‘turn its back on coal’ by May", "mixed Mill [need] to ‘turn its back on coal’ by May"],
    ),
    ("The opposition has called for an inquiry to clear the air.", ["indirect The opposition [call] for an inquiry to clear the air"]),
    ("The opposition has called for Reyes to resign.", ["indirect The opposition [call] for Reyes to resign"]),
    # the second session's own articles: datelines, absolutes, who is quoted, words between commas
    (
        "HANOI, May 4 (Wire) - The country’s largest bank said on Monday it would close 40 branches.",
        ["indirect The country’s largest bank [say] it would close 40 branches"],
    ),
    ("The oldest of the mills is to close, with Mayor Ito promising the workers would be paid.", ["indirect Mayor Ito [promise] the workers would be paid"]),
    ("Ten villages were cut off, Haddad admitting that the road had never been finished.", ["indirect Haddad [admit] the road had never been finished"]),
    ("The Gazette quoted a nurse as saying that the ward was cold.", ["indirect a nurse [say] the ward was cold"]),
    ("The nurse was quoted as saying that the ward was cold.", ["indirect The nurse [say] the ward was cold"]),
    ("The Gazette quoted the report as a warning.", ["indirect The Gazette [quote] the report"]),
    ("She would be glad, she added, to lend him her boat.", ["indirect she [add] She would be glad | to lend him her boat"]),
    ("They were, he added, smaller than those of May.", ["indirect he [add] They were | smaller than those of May"]),
    ("That makes it likely, they said, that the mill will close.", ["indirect they [say] That makes it likely | the mill will close"]),
    (
        "Ten people have drowned, the fire service said, and dozens are missing.",
        ["indirect the fire service [say] Ten people have drowned | dozens are missing"],
    ),
    ("The mill, which the owner says will cost nothing, opens in May.", ["indirect the owner [say] which | will cost nothing"]),
    ("The man who police say fired the shots was 23.", ["indirect police [say] who | fired the shots"]),
    (
        "Most people say they eat too fast, the survey found.",
        ["indirect the survey [find] Most people say they eat too fast", "indirect Most people [say] they eat too fast"],
    ),
    (
        "A dean suggested that she was open to the idea, saying in a talk that nothing was settled.",
        ["indirect A dean [suggest] she was open to the idea", "indirect she [be open] to the idea", "indirect A dean [say] nothing was settled"],
    ),
    (
        "The dean said he had not seen the file and could not comment, adding that he expected it in May.",
        ["indirect The dean [say] he had not seen the file and could not comment", "indirect The dean [add] he expected it in May"],
    ),
    (
        "The dean has been arrested, local media reported on Friday, citing unnamed officials.",
        ["indirect local media [report] The dean has been arrested", "indirect local media [cite] unnamed officials"],
    ),
    ("The coach argued — wrongly, as it turned out — that the ice would hold.", ["indirect The coach [argue] the ice would hold"]),
    ("If elected, she says, she will scrap the tax.", ["indirect she [say] If elected | she will scrap the tax"]),
    # what goes on with the cue, and what does not
    (
        "The dean promised that the school would pay for the bus and said he had spoken with the parents.",
        ["indirect The dean [promise] the school would pay for the bus", "indirect The dean [say] he had spoken with the parents"],
    ),
    (
        "The dean promised that the school would pay for the bus and feed the pupils.",
        ["indirect The dean [promise] the school would pay for the bus and feed the pupils"],
    ),
    (
        "The agency has warned that many villages will need food, and has appealed to donors for money.",
        ["indirect The agency [warn] many villages will need food", "indirect The agency [appeal] for money"],
    ),
    (
        "Farmers hope to sell the hay by May and say the price is good.",
        ["indirect Farmers [hope] to sell the hay by May", "indirect Farmers [say] the price is good"],
    ),
    ("He had asked Ruiz to take the kick but was told to wait.", ["indirect He [ask] to take the kick > Ruiz", "indirect None [tell] to wait"]),
    # it, without "that"; what is expected to be
    ("It is understood the brewery has sold its name.", ["indirect None [understand] the brewery has sold its name (hearsay)"]),
    ("It has been suggested that the ship was overloaded.", ["indirect None [suggest] the ship was overloaded (hearsay)"]),
    ("It is calling for an emergency fund.", ["indirect It [call] for an emergency fund"]),
    ("It is her belief that the army is loyal.", ["indirect her [belief] the army is loyal"]),
    ("The ministry is committed to building the railway.", ["indirect The ministry [commit] to building the railway"]),
    ("The ministry remains committed to the railway.", ["indirect The ministry [commit] to the railway"]),
    ("Analysts see inflation falling to two percent by May.", ["indirect Analysts [see] inflation falling to two percent by May"]),
    ("The guard saw a man falling into the river.", []),
    ("Observers see little chance of a deal.", ["indirect Observers [see] little chance of a deal"]),
    ("The premier ruled out raising taxes.", ["indirect The premier [rule out] raising taxes"]),
    ("She told the head of the bank Tomas Brandt had resigned.", ["indirect She [tell] Tomas Brandt had resigned > the head of the bank"]),
    ("He went so far as to say the army was loyal.", ["indirect He [say] the army was loyal"]),
    ("Her comments were described as unfair by the union’s president, Omar Haddad.", ["indirect the union’s president [describe] Her comments | as unfair"]),
    ("He was accused of lying by his opponents.", ["indirect his opponents [accuse] of lying"]),
    ("The mayor thanked the crew for its calm.", ["indirect The mayor [thank] for its calm"]),
    ("The club’s claim to be independent is old.", ["indirect The club [claim] to be independent"]),
    ("His claim to the throne is old.", []),
    ("The senator took issue with the report.", ["indirect The senator [issue] with the report"]),
    ("Modelling by the bank found the cap would cut rents.", ["indirect Modelling by the bank [find] the cap would cut rents"]),
    ("The academy opposes the plan on the ground that it is unlawful.", ["indirect The academy [oppose] the plan on the ground that it is unlawful"]),
    # no words at all
    ("No guard was held accountable.", []),
    ("Bees can tell the difference between two smells.", []),
    ("They directed the traffic.", []),
    ("He treated her like a thief.", []),
    ("She wrote on her blog.", []),
    ("Guards demanded bribes to clear the files.", ["indirect Guards [demand] bribes to clear the files"]),
    # nouns that bring words, courts that hear, particles
    ("“It is over” were her first words to the crew.", ["direct her [word] It is over"]),
    ("“It Is Over” was her first film.", []),
    ("She was asked if it hurt. “Not at all,” came the reply.", ["indirect None [ask] if it hurt > She", "direct She [reply] Not at all"]),
    ("“Not at all,” came the reply from the minister.", ["direct the minister [reply] Not at all"]),
    ("The sign on the gate read “Keep out”.", ["direct The sign on the gate [read] Keep out"]),
    ("The girl read “Cold Water”.", []),
    ("“The pool,” the mayor wrote in a letter seen by the Gazette, “will never reopen.”", ["direct the mayor [write] The pool | will never reopen."]),
    (
        "“I paid,” he insisted. His brother said he had seen no receipt. “Not one.”",
        ["direct he [insist] I paid", "indirect His brother [say] he had seen no receipt", "direct His brother [say] Not one."],
    ),
    (
        "“We have waited for years.”\n\n“My mother died waiting,” said Rosa Duarte.",
        ["direct Rosa Duarte [say] We have waited for years.", "direct Rosa Duarte [say] My mother died waiting"],
    ),
    ("The inquest heard how the boy had waited for help.", ["indirect The inquest [hear] how the boy had waited for help"]),
    ("Concerns have been raised about the safety of the dam.", ["indirect None [concern] about the safety of the dam (hearsay)"]),
    ("Money has been raised for the dam.", []),
    ("There are growing calls for an inquiry into the deaths.", ["indirect None [call] for an inquiry into the deaths (hearsay)"]),
    ("The report raises questions about who knew of the leak.", ["indirect The report [question] about who knew of the leak"]),
    ("Neighbours remembered him as a quiet boy.", ["indirect Neighbours [remember] him as a quiet boy"]),
    ("The ministry played down reports of a rift.", ["indirect The ministry [play down] reports of a rift", "indirect None [report] of a rift (hearsay)"]),
    (
        "The minister stood by her claim that crime had fallen.",
        ["indirect The minister [stand] by her claim that crime had fallen", "indirect her [claim] crime had fallen"],
    ),
    ("A circular directs schools to stop charging fees.", ["indirect A circular [direct] to stop charging fees > schools"]),
    ("The accused threatened the clerk with a knife.", []),
    # participles that go on from the main cue, remarks of the writer, two who speak in a row
    (
        "A surgeon ignored warnings from nurses that a patient was bleeding, an inquest has been told.",
        [
            "indirect None [tell] A surgeon ignored warnings from nurses that a patient was bleeding > an inquest",
            "indirect nurses [warning] a patient was bleeding",
        ],
    ),
    (
        "She showed him records which, she said, proved he had rung the club.",
        ["indirect she [say] which | proved he had rung the club", "indirect records [prove] he had rung the club"],
    ),
    (
        "The singer has answered the rumour that she walked out, insisting that she was unwell.",
        ["indirect None [rumour] she walked out (hearsay)", "indirect The singer [insist] she was unwell"],
    ),
    ("The government is learnt to be examining the plan.", ["indirect None [learn] The government | to be examining the plan (hearsay)"]),
    ("“The pain is not over,” said Meera Iyer, who has an ‘underweight’ rating.", ["direct Meera Iyer [say] The pain is not over"]),
    (
        "“It was childish,” Ray Oates said. “Half of it is.” Gil Navarro said he would not resign.",
        ["direct Ray Oates [say] It was childish | Half of it is.", "indirect Gil Navarro [say] he would not resign"],
    ),
    (
        "He alleged that the guards had taken bribes, a charge denied by the ministry.",
        ["indirect He [allege] the guards had taken bribes", "indirect the ministry [deny] a charge"],
    ),
    ("He said the team had a plan, a sign of hope.", ["indirect He [say] the team had a plan, a sign of hope"]),
    ("He told them that he would not write his budget on television.", ["indirect He [tell] he would not write his budget on television > them"]),
    ("The board hired a firm to identify a buyer.", []),
    ("Police identified the man as Omar Reyes.", ["indirect Police [identify] the man as Omar Reyes"]),
]


@cache
def stored_docs() -> dict[str, Doc]:
    """The stored trees by their text."""
    docs = [make_doc(block) for block in TREES.read_text(encoding="utf-8").split("# newdoc\n") if block.strip()]
    return {doc.text: doc for doc in docs}


def show(text: str, quotation: Quotation) -> str:
    """One quotation as the table writes it."""
    line = f"{quotation.kind.value} {quotation.speaker.cut(text) if quotation.speaker else None} [{quotation.cue_lemma}] "
    line += " | ".join(content.cut(text) for content in quotation.contents)
    line += f" > {quotation.addressee.cut(text)}" if quotation.addressee else ""
    return line + (" (hearsay)" if quotation.is_hearsay else "")


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:50] for text, _ in CASES])
def test_finds_who_says_what(text: str, expected: list[str]) -> None:
    assert [show(text, q) for q in find_quotations(stored_docs()[text])] == expected


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_every_span_lies_in_the_text_and_holds_the_contents(text: str) -> None:
    for quotation in find_quotations(stored_docs()[text]):
        assert quotation.contents
        assert list(quotation.contents) == sorted(quotation.contents)
        for span in (*quotation.contents, quotation.speaker, quotation.cue, quotation.addressee):
            if span is not None:
                assert span.cut(text).strip() == span.cut(text) != ""
        assert all(content in quotation.span for content in quotation.contents)


def test_an_empty_document_has_no_quotations() -> None:
    define_extensions()
    assert find_quotations(Doc(english_vocab())) == ()


MARKS = [
    ("“Go,” she said. “It’s over.”", ["Go,", "It’s over."]),
    ('"A," he said. "B."', ["A,", "B."]),
    ("''A thing,'' he said, ''is it''", ["A thing,", "is it"]),
    ("``A thing,'' he said", ["A thing,"]),
    ("He said “the ‘new’ plan” is", ["the ‘new’ plan"]),
    ("“A “b” c” d", ["A “b” c"]),
    ("'We won't go,' he said.", ["We won't go,"]),
    ("‘He’s here,’ she said, ‘the boys’ toys’.", ["He’s here,", "the boys’ toys"]),
    ("«Bon,» he said", ["Bon,"]),
    ('" spaced out " he said', ["spaced out"]),
    ('towns," Here, it begins late".', ["Here, it begins late"]),
    ("the workers' plan and the '90s", []),
    ("the workers’ plan and the ’90s", []),
    ("Rock ’n’ roll, ’tis said", []),
    ('She is 6\'2" tall and the board 5" wide', []),
    ("no marks at all", []),
]


@pytest.mark.parametrize(("text", "inner"), MARKS)
def test_pairs_marks(text: str, inner: list[str]) -> None:
    assert [q.inner.cut(text) for q in find_quoted(text)] == inner


def test_a_quotation_that_reopens_in_each_paragraph_goes_on() -> None:
    text = "He said: “One.\n\n“Two.\n\n“Three.” The end. “Four.”"
    quoted = find_quoted(text)
    assert [(q.inner.cut(text), q.continues, q.is_closed) for q in quoted] == [
        ("One.", False, False),
        ("Two.", True, False),
        ("Three.", True, True),
        ("Four.", False, True),
    ]


def test_a_quotation_over_paragraphs_without_marks_goes_on_to_its_close() -> None:
    text = "“One.\n\nTwo.\n\nThree.” he said"
    assert [q.inner.cut(text) for q in find_quoted(text)] == ["One.", "Two.", "Three."]
    lone = "“One.\n\nTwo.\n\nThree."
    assert [q.inner.cut(lone) for q in find_quoted(lone)] == ["One."]


def test_lost_marks_end_where_the_next_quotation_begins() -> None:
    text = "“Lost one. “Second one,” he said."
    assert [(q.inner.cut(text), q.is_closed) for q in find_quoted(text)] == [("Lost one.", False), ("Second one,", True)]
    text = "We will win,” he said."
    assert [(q.inner.cut(text), q.is_opened) for q in find_quoted(text)] == [("We will win,", False)]


@given(st.text(alphabet="ab .,’‘“”\"'\n", max_size=60))
def test_stretches_never_overlap_and_stay_in_the_text(text: str) -> None:
    position = 0
    for quoted in find_quoted(text):
        assert position <= quoted.outer.start <= quoted.inner.start <= quoted.inner.end <= quoted.outer.end <= len(text)
        position = quoted.outer.end


@given(st.lists(st.text(alphabet="abc d", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=5))
def test_plain_pairs_come_back(parts: list[str]) -> None:
    text = " and ".join(f"“{part.strip()}”" for part in parts)
    assert [q.inner.cut(text) for q in find_quoted(text)] == [part.strip() for part in parts]


@given(st.text(alphabet='ab ,.“”"’', max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_trimming_stays_inside(text: str, one: int, other: int) -> None:
    span = Span(min(one, other, len(text)), min(max(one, other), len(text)))
    assert trim(text, span) in span


@pytest.mark.parametrize(
    ("lemma", "form", "expected"),
    [
        ("asserte", "asserted", "assert"),
        ("criticiz", "criticizing", "criticize"),
        ("spo", "spoke", "speak"),
        ("deni", "denied", "deny"),
        ("zigzag", "zigzagged", "zigzag"),
    ],
)
def test_verbs_with_a_wrong_lemma_are_known_by_their_form(lemma: str, form: str, expected: str) -> None:
    assert known_lemma(lemma, form) == expected


def test_the_lists_are_in_lower_case_and_do_not_contradict_each_other() -> None:
    for section, lists in read_table().items():
        for name in lists:
            assert all(word == word.lower() for word in cue_words(section, name)), (section, name)
            words = shlex.split(lists[name])
            assert len(words) == len(set(words)), (section, name, sorted(w for w in set(words) if words.count(w) > 1))
    speaking = (
        cue_words("verbs", "clause")
        | cue_words("verbs", "quote")
        | cue_words("verbs", "order")
        | cue_words("verbs", "infinitive")
        | cue_words("verbs", "question")
    )
    assert cue_words("verbs", "shows") <= speaking
