// The words the world is made of.

const COLORS = {
	'C': '#555555', 'C#': '#178600', 'C++': '#f34b7d', 'CSS': '#663399', 'Clojure': '#db5855',
	'Dart': '#00B4AB', 'Dockerfile': '#384d54', 'Elixir': '#6e4a7e', 'Go': '#00ADD8', 'HCL': '#844FBA',
	'HTML': '#e34c26', 'Haskell': '#5e5086', 'Java': '#b07219', 'JavaScript': '#f1e05a',
	'Julia': '#a270ba', 'Jupyter Notebook': '#DA5B0B', 'Kotlin': '#A97BFF', 'Lua': '#000080',
	'Makefile': '#427819', 'Nix': '#7e7eff', 'Objective-C': '#438eff', 'PHP': '#4F5D95',
	'Perl': '#0298c3', 'PowerShell': '#012456', 'Python': '#3572A5', 'R': '#198CE7', 'Roff': '#ecdebe',
	'Ruby': '#701516', 'Rust': '#dea584', 'SCSS': '#c6538c', 'Scala': '#c22d40', 'Shell': '#89e051',
	'Svelte': '#ff3e00', 'Swift': '#F05138', 'TypeScript': '#3178c6', 'Vim Script': '#199f4b',
	'Vue': '#41b883', 'Zig': '#ec915c', 'Batchfile': '#C1F12E', 'ANTLR': null,
};

export const LANGUAGES = Object.fromEntries(Object.entries(COLORS).map(([name, color]) =>
	[name, { __typename: 'Language', id: `LA_${Buffer.from(name).toString('base64url')}`, name, color }]));

export const COMMON_LANGUAGES = ['JavaScript', 'TypeScript', 'Python', 'Go', 'Rust', 'Java', 'C', 'C++',
	'Shell', 'Ruby', 'PHP', 'Kotlin', 'Swift', 'C#', 'HTML', 'CSS', 'Vue', 'Dart'];

// The second and later languages of a repository, by its first.
export const COMPANIONS = {
	'JavaScript': ['HTML', 'CSS', 'Shell'], 'TypeScript': ['JavaScript', 'CSS', 'HTML', 'Dockerfile'],
	'Python': ['Shell', 'Makefile', 'Dockerfile'], 'Go': ['Makefile', 'Dockerfile', 'Shell'],
	'Rust': ['Shell', 'Nix'], 'Java': ['Kotlin', 'Shell'], 'C': ['Makefile', 'Roff', 'Shell'],
	'C++': ['C', 'Makefile'], 'Ruby': ['HTML', 'SCSS'], 'PHP': ['JavaScript', 'CSS'],
	'HCL': ['Shell', 'Makefile'], 'Vue': ['TypeScript', 'SCSS'], 'Svelte': ['TypeScript', 'CSS'],
	'C#': ['PowerShell', 'Batchfile'], 'Jupyter Notebook': ['Python'], 'HTML': ['CSS'],
};

export const MANIFESTS = {
	'JavaScript': ['package.json', 'src/index.js'], 'TypeScript': ['package.json', 'tsconfig.json', 'src/index.ts'],
	'Python': ['pyproject.toml', 'src/main.py'], 'Go': ['go.mod', 'go.sum', 'main.go'],
	'Rust': ['Cargo.toml', 'Cargo.lock', 'src/main.rs'], 'Java': ['pom.xml', 'src/Main.java'],
	'C': ['Makefile', 'main.c'], 'C++': ['CMakeLists.txt', 'src/main.cpp'], 'Ruby': ['Gemfile', 'lib/main.rb'],
	'PHP': ['composer.json', 'index.php'], 'HCL': ['main.tf', 'variables.tf'], 'Shell': ['install.sh'],
	'Dockerfile': ['Dockerfile', 'compose.yaml'], 'Jupyter Notebook': ['analysis.ipynb', 'requirements.txt'],
	'R': ['DESCRIPTION', 'R/model.R'], 'Julia': ['Project.toml', 'src/Model.jl'], 'Vue': ['package.json', 'src/App.vue'],
	'Svelte': ['package.json', 'src/App.svelte'], 'CSS': ['style.css'], 'HTML': ['index.html'],
};

export const GIVEN = ['Ada', 'Bruno', 'Chidi', 'Dagny', 'Edsger', 'Farid', 'Grace', 'Hedy', 'Ines', 'Jiro',
	'Katya', 'Linus', 'Mei', 'Noor', 'Olu', 'Priya', 'Quentin', 'Rosa', 'Sofia', 'Tomas'];
export const FAMILY = ['Abara', 'Bergstrom', 'Costa', 'Dvorak', 'Eriksen', 'Fischer', 'Garcia', 'Haddad',
	'Ito', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Nakamura', 'Okafor', 'Petrov', 'Rossi', 'Silva',
	'Tanaka', 'Weber'];
export const PLACES = ['Berlin, Germany', 'Lagos, Nigeria', 'Osaka, Japan', 'Porto, Portugal', 'Pune, India',
	'Recife, Brazil', 'Toronto, Canada', 'Wellington, New Zealand', null];
export const COMPANIES = ['@org-lumen', '@org-granite', 'Harbour Systems', 'Northwind', null, null];
export const BIOS = ['I build small tools that last.', 'Compilers, coffee and long walks.',
	'Making the web a little faster.', 'Distributed systems by day, synthesizers by night.', null];

export const ADJECTIVES = ['quiet', 'rapid', 'tiny', 'brave', 'lucid', 'amber', 'hollow', 'nimble', 'plain',
	'solid', 'vivid', 'warm', 'open', 'deep', 'crisp', 'round'];
export const NOUNS = ['parser', 'queue', 'garden', 'ledger', 'router', 'canvas', 'engine', 'notes', 'signal',
	'shell', 'atlas', 'beacon', 'kernel', 'forge', 'loom', 'harbor'];
export const PURPOSES = ['for people in a hurry', 'with no dependencies', 'that fits in one file',
	'written for fun', 'used in production', 'inspired by an old paper', 'for the terminal', 'made simple'];
export const TOPICS = ['cli', 'library', 'react', 'docker', 'graphql', 'testing', 'parser', 'database', 'http',
	'hacktoberfest', 'django', 'api', 'game', 'compiler', 'awesome', 'automation', 'linux', 'vue', 'terminal',
	'postgres'];
export const ORGS = ['org-lumen', 'org-granite', 'org-basalt', 'org-cedar', 'org-delta', 'org-ember', 'org-fjord'];

export const VERBS = ['Add', 'Fix', 'Refactor', 'Remove', 'Improve', 'Document', 'Test', 'Rename', 'Simplify',
	'Speed up'];
export const OBJECTS = ['the retry loop', 'error handling in the client', 'pagination', 'a cache for lookups',
	'the configuration reader', 'the release script', 'unit tests for dates', 'input validation',
	'keyboard shortcuts', 'the login form', 'memory use while parsing', 'time zone arithmetic'];
export const REASONS = ['The old code looped over the list twice.', 'It failed when the file was empty.',
	'Reported by a user on a slow network.', 'This makes the next change smaller.'];

// One person per script, with a bio and a repository description in the same script.
export const SCRIPTS = {
	'name-latin': ['Žofie Ångström-Nuñez', 'Dvořák, crème brûlée, straße', 'Přehled øre og smørrebrød'],
	'name-arabic': ['محمد عبد الله', 'مطور برمجيات مفتوحة المصدر', 'مكتبة سريعة لمعالجة النصوص العربية، مع أمثلة'],
	'name-hebrew': ['דוד בן־גוריון', 'מפתח תוכנה חופשית', 'ספרייה קטנה לעיבוד טקסט עברי'],
	'name-cjk': ['王小明', '全栈工程师，热爱开源', '一个快速、可靠的中文分词工具，支持自定义词典'],
	'name-ja': ['山田太郎', 'ソフトウェア開発者です', '日本語の文章を解析する小さなライブラリ。'],
	'name-emoji': ['Zoë 👩‍💻🚀', 'Ship it 🚢 with 🇧🇷 and 👨‍👩‍👧', '🎉 Confetti for terminals ✨'],
	'name-devanagari': ['प्रिया शर्मा', 'मुक्त स्रोत विकासक', 'हिन्दी पाठ के लिए एक छोटा पुस्तकालय'],
	'name-markup': ['<b>Bold</b> & "Quoted"', '<script>alert(1)</script> &amp; ]]> %[fx:1+1] @file',
		'a < b && c > d | `code` **bold** [x](javascript:alert(1))'],
};
