"""The X-Road: who is calling when a security server brings the call, and which servers are believed.

It reads identifiers and headers and keeps the list of trusted networks. It never decides what a caller may have, and
believes no header by itself: the door looks where the call comes from.
"""
