/* Which token asks next. Two small tables under one mutex; a pool has tens of tokens, so they are walked. */
#include "config.h"

#include "core/github/github-tokens.h"

#include "core/base/arena.h"
#include "core/base/clean.h"
#include "core/base/crypt.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/base/str.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include "core/base/banned.h"

enum {
	MINUTE_MS = 60 * 1000,
	HOUR_MS = 60 * MINUTE_MS,
	SAME_MS = MINUTE_MS / 2, /* resets told so near are one: shorter than any period */
	PAUSE_MS = 60 * 1000,  /* GitHub: wait at least a minute when retry-after is missing */
	PAUSE_MIN_MS = 1000,   /* whatever GitHub says: one that says 0 must not be asked in a circle */
	PAUSE_DOUBLINGS = 5,
};

struct token {
	char text[GITHUB_TOKEN_MAX + 1];
	int owner;
	bool dead, suspended, heard;
};

/* Of a plain account, until an answer tells more. */
static const struct {
	int64_t limit, period_ms;
} budgets[] = {
	[GITHUB_GRAPHQL] = { 5000, HOUR_MS },
	[GITHUB_SEARCH] = { 30, MINUTE_MS },
};

struct budget {
	int64_t limit, remaining;
	int64_t reset_ms; /* 0 = not known */
	int64_t held;	  /* points of leases under way */
};

struct owner {
	char login[64]; /* "" = not known yet */
	struct budget budgets[GITHUB_BUDGET__MAX];
	int64_t paused_until; /* secondary limit */
	int pauses;	      /* in a row */
};

struct github_tokens {
	pthread_mutex_t lock;
	int reserve; /* percent */
	int n;
	struct token *tokens;
	struct owner *owners; /* one for each token; a merged one is empty */
};

static bool is_token_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!ascii_is_alnum(s[i]) && !strchr("_-.", s[i]))
			return false;
	return len > 0 && len <= GITHUB_TOKEN_MAX;
}

static enum err read_tokens(struct err_note *note, struct secret *file, struct github_tokens *t)
{
	size_t at = 0;
	int number = 0;
	for (const char *text; (text = secret_line(file, &at, &number));) {
		size_t len = strlen(text);
		if (!is_token_text(text, len))
			return err_field(note, ERR_INVALID, "github_tokens", "github_tokens: line %d holds no token", number);
		if (t->n == GITHUB_TOKENS_MAX)
			return err_field(note, ERR_INVALID, "github_tokens", "github_tokens: more than %d tokens",
				GITHUB_TOKENS_MAX);
		memcpy(t->tokens[t->n].text, text, len);
		t->tokens[t->n].owner = t->n;
		t->n++;
	}
	return OK;
}

enum err github_tokens_load(struct err_note *note, struct arena *a, const char *path, int reserve_percent,
	struct github_tokens **ret_pool)
{
	struct github_tokens *t = arena_alloc(a, sizeof(*t));
	t->reserve = reserve_percent;
	t->tokens = arena_array(a, GITHUB_TOKENS_MAX, sizeof(*t->tokens));
	t->owners = arena_array(a, GITHUB_TOKENS_MAX, sizeof(*t->owners));
	if (*path) {
		CLEAN_SECRET struct secret file = { .p = NULL };
		TRY(secret_load_option(note, "github_tokens", path, &file));
		enum err err = read_tokens(note, &file, t);
		if (err) {
			explicit_bzero(t->tokens, GITHUB_TOKENS_MAX * sizeof(*t->tokens));
			return err;
		}
	}
	for (int i = 0; i < t->n; i++)
		for (size_t k = 0; k < GITHUB_BUDGET__MAX; k++)
			t->owners[i].budgets[k].limit = t->owners[i].budgets[k].remaining = budgets[k].limit;
	int failed = pthread_mutex_init(&t->lock, NULL);
	assert(!failed);
	(void)failed;
	*ret_pool = t;
	return OK;
}

void github_tokens_release(struct github_tokens *t)
{
	if (!t)
		return;
	explicit_bzero(t->tokens, GITHUB_TOKENS_MAX * sizeof(*t->tokens));
	(void)pthread_mutex_destroy(&t->lock);
}

int github_tokens_count(const struct github_tokens *t)
{
	return t->n;
}

/* After the reset the whole limit is there again. */
static void renew(struct budget *b, int64_t now)
{
	if (b->reset_ms && now >= b->reset_ms) {
		b->remaining = b->limit;
		b->reset_ms = 0;
	}
}

static int64_t available(const struct github_tokens *t, const struct budget *b)
{
	return b->remaining - b->held - b->limit * t->reserve / 100;
}

/* When the owner may be asked again, 0 = now. */
static int64_t wait_ms(const struct github_tokens *t, struct owner *o, enum github_budget budget, int64_t now, int points)
{
	struct budget *b = &o->budgets[budget];
	renew(b, now);
	int64_t wait = o->paused_until > now ? o->paused_until - now : 0;
	if (available(t, b) < points) {
		int64_t reset = b->reset_ms ? b->reset_ms - now : budgets[budget].period_ms;
		wait = reset > wait ? reset : wait;
	}
	return wait;
}

static void lend(const struct github_tokens *t, int i, enum github_budget budget, int points,
	struct github_lease *ret_lease)
{
	*ret_lease = (struct github_lease){ .token = i, .budget = budget, .points = points };
	snprintf(ret_lease->authorization, sizeof(ret_lease->authorization), "bearer %s", t->tokens[i].text);
}

static enum err take_locked(struct err_note *note, struct github_tokens *t, enum github_budget budget, int64_t now,
	int points, struct github_lease *ret_lease)
{
	struct budget *best = NULL;
	int token = -1;
	bool paused = false;
	int64_t soonest = INT64_MAX;
	for (int i = 0; i < t->n; i++) {
		if (t->tokens[i].dead)
			continue;
		struct owner *o = &t->owners[t->tokens[i].owner];
		int64_t wait = wait_ms(t, o, budget, now, points);
		if (wait < soonest) {
			soonest = wait;
			paused = o->paused_until > now;
		}
		if (wait == 0 && (!best || available(t, &o->budgets[budget]) > available(t, best))) {
			best = &o->budgets[budget];
			token = i;
		}
	}
	if (best) {
		best->held += points;
		lend(t, token, budget, points, ret_lease);
		return OK;
	}
	if (soonest == INT64_MAX)
		return err_set(note, ERR_AUTH, "GitHub accepts none of the tokens");
	enum err err = err_set(note, ERR_LIMIT, "%s", paused ? GITHUB_PAUSE_TEXT : GITHUB_LIMIT_TEXT);
	if (note)
		note->retry_after = (int)((soonest + 999) / 1000);
	return err;
}

enum err github_tokens_take(struct err_note *note, struct github_tokens *t, enum github_budget budget, int64_t now_ms,
	int points, struct github_lease *ret_lease)
{
	(void)pthread_mutex_lock(&t->lock);
	enum err err = take_locked(note, t, budget, now_ms, points, ret_lease);
	(void)pthread_mutex_unlock(&t->lock);
	return err;
}

enum err github_tokens_take_one(struct github_tokens *t, int token, struct github_lease *ret_lease)
{
	(void)pthread_mutex_lock(&t->lock);
	enum err err = t->tokens[token].dead ? ERR_AUTH : OK;
	if (!err)
		lend(t, token, GITHUB_GRAPHQL, 0, ret_lease);
	(void)pthread_mutex_unlock(&t->lock);
	return err;
}

/* What was heard last is true of both; leases under way add up. */
static void join(struct budget *to, const struct budget *from, bool just_heard)
{
	int64_t held = to->held + from->held;
	if (just_heard || (from->reset_ms && !to->reset_ms))
		*to = *from;
	to->held = held;
}

/* The token's owner has a name: join it with another of that name. */
static void name_owner(struct github_tokens *t, int token, enum github_budget budget, const char *login)
{
	int mine = t->tokens[token].owner;
	if (t->owners[mine].login[0])
		return;
	snprintf(t->owners[mine].login, sizeof(t->owners[mine].login), "%s", login);
	for (int i = 0; i < t->n; i++) {
		struct owner *other = &t->owners[i];
		if (i == mine || !str_eq_nocase(other->login, t->owners[mine].login))
			continue;
		for (size_t b = 0; b < GITHUB_BUDGET__MAX; b++)
			join(&other->budgets[b], &t->owners[mine].budgets[b], b == budget);
		if (t->owners[mine].paused_until > other->paused_until)
			other->paused_until = t->owners[mine].paused_until;
		t->owners[mine] = (struct owner){ .login = "" };
		for (int k = 0; k < t->n; k++)
			if (t->tokens[k].owner == mine)
				t->tokens[k].owner = i;
		return;
	}
}

static void note_rate(struct budget *b, int64_t now, const struct github_rate *rate)
{
	if (rate->limit > 0)
		b->limit = rate->limit;
	/* answers overtake each other: within one period what is left only falls */
	bool same = b->reset_ms && rate->reset_in_ms >= 0 && now + rate->reset_in_ms < b->reset_ms + SAME_MS;
	if (rate->remaining >= 0 && (!same || rate->remaining < b->remaining))
		b->remaining = rate->remaining;
	if (rate->reset_in_ms >= 0)
		b->reset_ms = now + (rate->reset_in_ms > 2 * HOUR_MS ? 2 * HOUR_MS : rate->reset_in_ms);
}

static void pause_owner(struct owner *o, int64_t now, int64_t retry_after_ms)
{
	int doublings = o->pauses < PAUSE_DOUBLINGS ? o->pauses : PAUSE_DOUBLINGS;
	int64_t ms = retry_after_ms >= 0 ? retry_after_ms : (int64_t)PAUSE_MS << doublings;
	ms = ms > PAUSE_MIN_MS ? ms : PAUSE_MIN_MS;
	ms += (int64_t)random_below((uint64_t)ms / 10 + 1);
	if (now + ms > o->paused_until) {
		o->paused_until = now + ms;
		o->pauses++;
	}
}

static void note_answer(struct github_tokens *t, const struct github_lease *lease, int64_t now,
	enum github_outcome outcome, const struct github_rate *rate)
{
	struct owner *o = &t->owners[t->tokens[lease->token].owner];
	struct budget *b = &o->budgets[lease->budget];
	note_rate(b, now, rate);
	if (outcome == GITHUB_PRIMARY) {
		b->remaining = 0;
		if (!b->reset_ms)
			b->reset_ms = now + (rate->retry_after_ms >= 0 ? rate->retry_after_ms
							: budgets[lease->budget].period_ms);
		if (b->reset_ms < now + PAUSE_MIN_MS)
			b->reset_ms = now + PAUSE_MIN_MS;
	}
	if (outcome == GITHUB_SECONDARY)
		pause_owner(o, now, rate->retry_after_ms);
	else if (now >= o->paused_until)
		o->pauses = 0;
}

void github_tokens_give(struct github_tokens *t, struct github_lease *lease, int64_t now_ms,
	enum github_outcome outcome, const struct github_rate *rate, const char *owner)
{
	(void)pthread_mutex_lock(&t->lock);
	struct token *token = &t->tokens[lease->token];
	struct budget *b = &t->owners[token->owner].budgets[lease->budget];
	b->held = b->held > lease->points ? b->held - lease->points : 0;
	bool dies = outcome == GITHUB_DEAD || outcome == GITHUB_SUSPENDED, died = dies && !token->dead;
	token->heard = token->heard || rate->remaining >= 0 || owner || outcome == GITHUB_PRIMARY ||
		outcome == GITHUB_SECONDARY;
	if (dies) {
		token->dead = true;
		token->suspended = outcome == GITHUB_SUSPENDED;
	} else {
		note_answer(t, lease, now_ms, outcome, rate);
		if (owner && *owner)
			name_owner(t, lease->token, lease->budget, owner);
	}
	(void)pthread_mutex_unlock(&t->lock);
	explicit_bzero(lease, sizeof(*lease));
	if (died)
		log_msg(LOG_WARNING, "GitHub refused a token; it is not used any more");
}

void github_tokens_state(struct github_tokens *t, int64_t now_ms, struct github_tokens_state *ret_state)
{
	*ret_state = (struct github_tokens_state){ .tokens = t->n };
	(void)pthread_mutex_lock(&t->lock);
	for (int i = 0; i < t->n; i++) {
		ret_state->alive += !t->tokens[i].dead;
		bool used = false;
		for (int k = 0; k < t->n; k++)
			used = used || (t->tokens[k].owner == i && !t->tokens[k].dead);
		if (!used)
			continue;
		struct budget *b = &t->owners[i].budgets[GITHUB_GRAPHQL];
		renew(b, now_ms);
		int64_t left = available(t, b);
		ret_state->owners++;
		ret_state->remaining += left > 0 ? left : 0;
	}
	(void)pthread_mutex_unlock(&t->lock);
}

void github_tokens_view(struct github_tokens *t, int i, int64_t now_ms, struct github_token_state *ret_state)
{
	(void)pthread_mutex_lock(&t->lock);
	const struct token *token = &t->tokens[i];
	struct owner *o = &t->owners[token->owner];
	int64_t wait = wait_ms(t, o, GITHUB_GRAPHQL, now_ms, 1);
	struct github_token_state s = { .remaining = o->budgets[GITHUB_GRAPHQL].remaining, .reset_in_ms = wait };
	if (token->dead)
		s.status = token->suspended ? GITHUB_TOKEN_SUSPENDED : GITHUB_TOKEN_EXPIRED;
	else if (!token->heard)
		s.status = GITHUB_TOKEN_ERROR;
	else
		s.status = wait > 0 ? GITHUB_TOKEN_EXHAUSTED : GITHUB_TOKEN_VALID;
	(void)pthread_mutex_unlock(&t->lock);
	*ret_state = s;
}
