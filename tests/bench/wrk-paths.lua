-- GET of the paths given as arguments, in turn; one line of KEY=VALUE at the end.
local requests, at = {}, 0
function init(args)
	for i, path in ipairs(args) do
		requests[i] = wrk.format("GET", path)
	end
end

function request()
	at = at % #requests + 1
	return requests[at]
end

function done(summary, latency)
	local e = summary.errors
	local failed = e.connect + e.read + e.write + e.status + e.timeout
	io.write(string.format("rate=%.0f p50=%.3f p99=%.3f failed=%d bytes=%d\n", summary.requests / (summary.duration / 1e6),
		latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed, summary.bytes / summary.requests))
end
